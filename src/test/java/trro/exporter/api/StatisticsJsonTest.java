package trro.exporter.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.Samples;

class StatisticsJsonTest {

    private static final Instant FROM = Instant.parse("2022-08-22T07:00:00Z");
    private static final Instant TO = Instant.parse("2022-08-22T11:00:00.999Z");

    private static final String ROW = """
            {"ActiveFieldDeviceNum":1,"ActiveRemoteDeviceNum":2,"SessionNum":3,"StartTime":1661151600,\
            "EndTime":1661155200,"TotalDuration":20,"NotBadSessionRatio":50}""";

    @Test
    void asksForADeviceWithBareIntegers() {
        PollTarget target = PollTarget.ofDevice("proj-1", "Gerät \"7\"", StatisticInterval.DAY);

        assertThat(new String(StatisticsJson.request(new StatisticsQuery(target, FROM, TO)), UTF_8))
                .isEqualTo("{\"ProjectId\":\"proj-1\",\"DeviceId\":\"Gerät \\\"7\\\"\",\"StatisticInterval\":\"day\","
                        + "\"StartTime\":1661151600,\"EndTime\":1661166000}");
    }

    @Test
    void asksForAProjectWithoutTheKeyDeviceId() {
        PollTarget target = PollTarget.ofProject("proj-1", StatisticInterval.HOUR);

        assertThat(new String(StatisticsJson.request(new StatisticsQuery(target, FROM, TO)), UTF_8))
                .isEqualTo("{\"ProjectId\":\"proj-1\",\"StatisticInterval\":\"hour\",\"StartTime\":1661151600,"
                        + "\"EndTime\":1661166000}");
    }

    @Test
    void aFigureMayBeTheHighestThatIsPossible() throws ApiException {
        String best = ROW.replace("\"NotBadSessionRatio\":50", "\"NotBadSessionRatio\":100");
        String body = "{\"Response\":{\"SessionStatistics\":[" + best + "]}}";

        assertThat(StatisticsJson.answer(body.getBytes(UTF_8)).rows())
                .extracting(SessionStatistics::notBadRatio)
                .containsExactly(1.0);
    }

    @Test
    void readsTheVendorsSampleRowByRow() throws ApiException, IOException {
        StatisticsAnswer answer = StatisticsJson.answer(vendorSample());

        assertThat(answer.requestId()).isEqualTo("abcdefg-774e-4756-9f5b-8faa55ae1e5b");
        assertThat(answer.rows())
                .containsExactly(
                        row("2022-08-22T07:00:00Z", "2022-08-22T07:16:40Z", 1, 20, 0.5, 0),
                        row("2022-08-22T10:00:00Z", "2022-08-22T07:16:40Z", 2, 20, 0.1, 0),
                        row("2022-08-22T11:00:00Z", "2022-08-22T13:46:40Z", 4, 604, 0.2, 1),
                        row("2022-08-22T11:00:00Z", "2022-08-22T13:46:40Z", 1, 10, 0.3, 0));
    }

    @Test
    void noRowsIsAGoodAnswer() throws ApiException {
        assertThat(StatisticsJson.answer(utf8("{\"Response\":{\"SessionStatistics\":[],\"RequestId\":\"r-1\"}}")))
                .isEqualTo(new StatisticsAnswer("r-1", List.of()));
    }

    @Test
    void ignoresUnknownFieldsAndAMissingRequestId() throws ApiException {
        String more = ROW.replace("{", "{\"New\":{\"a\":[1]},");

        StatisticsAnswer answer = StatisticsJson.answer(
                utf8("{\"Response\":{\"DeprecatedWarning\":\"w\",\"SessionStatistics\":[" + more + "]}}"));

        assertThat(answer.requestId()).isEmpty();
        assertThat(answer.rows()).hasSize(1);
    }

    @Test
    void acceptsQuotedIntegers() throws ApiException {
        String quoted = ROW.replaceAll(":([0-9]+)", ":\"$1\"");

        assertThat(StatisticsJson.answer(answer(quoted)).rows())
                .isEqualTo(StatisticsJson.answer(answer(ROW)).rows());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-1", "\"\"", "\"n/a\"", "250", "1.5"})
    void theRatioOfNoSessionsIsNotRead(String ratio) throws ApiException {
        String row = ROW.replace("\"SessionNum\":3", "\"SessionNum\":0").replace(":50}", ":" + ratio + "}");

        assertThat(StatisticsJson.answer(answer(row)).rows().get(0).notBadRatio())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"EndTime\":1661155200,", "\"EndTime\":null,"})
    void aMissingEndIsTheStart(String endTime) throws ApiException {
        String row = ROW.replace("\"EndTime\":1661155200,", endTime.contains("null") ? endTime : "");

        SessionStatistics statistics = StatisticsJson.answer(answer(row)).rows().get(0);

        assertThat(statistics.end()).isEqualTo(statistics.start());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"SessionNum\":3         | \"Old\":3                            | SessionNum is missing",
                "\"SessionNum\":3         | \"SessionNum\":null                  | SessionNum is null",
                "\"SessionNum\":3         | \"SessionNum\":-1                    | SessionNum is negative: -1",
                "\"SessionNum\":3         | \"SessionNum\":\"-1\"                | SessionNum is negative: -1",
                "\"SessionNum\":3         | \"SessionNum\":2.5                   | SessionNum is not an integer",
                "\"SessionNum\":3         | \"SessionNum\":\"2.5\"               | SessionNum is not an integer",
                "\"SessionNum\":3         | \"SessionNum\":\"٣\"                 | SessionNum is not an integer",
                "\"SessionNum\":3         | \"SessionNum\":true                  | SessionNum is not an integer",
                "\"SessionNum\":3         | \"SessionNum\":[3]                   | SessionNum is not an integer",
                "\"SessionNum\":3         | \"SessionNum\":9223372036854775808   |"
                        + " SessionNum is over 9223372036854775807: 9223372036854775808",
                "\"TotalDuration\":20     | \"TotalDuration\":153722867280912931 |"
                        + " TotalDuration is over 153722867280912930: 153722867280912931",
                "\"TotalDuration\":20     | \"TotalDuration\":null               | TotalDuration is null",
                "\"NotBadSessionRatio\":50| \"NotBadSessionRatio\":101           | NotBadSessionRatio is over 100: 101",
                "\"NotBadSessionRatio\":50| \"NotBadSessionRatio\":null          | NotBadSessionRatio is null",
                "\"StartTime\":1661151600 | \"StartTime\":1661151600000          |"
                        + " StartTime is over 253402300799: 1661151600000",
                "\"StartTime\":1661151600 | \"Start\":1                          | StartTime is missing",
                "\"EndTime\":1661155200   | \"EndTime\":-5                       | EndTime is negative: -5",
                "\"ActiveFieldDeviceNum\":1  | \"ActiveFieldDeviceNum\":-1       | ActiveFieldDeviceNum is negative: -1",
                "\"ActiveRemoteDeviceNum\":2 | \"ActiveRemoteDeviceNum\":{}      | ActiveRemoteDeviceNum is not an integer"
            })
    void oneImpossibleFigureSpoilsTheWholeAnswer(String good, String bad, String problem) {
        byte[] body = answer(ROW, ROW, ROW.replace(good, bad));

        assertMalformed(
                body, "the answer cannot be used: Response.SessionStatistics[2]." + problem, Optional.of("r-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Response\":{\"RequestId\":\"r-1\"}}                              | Response.SessionStatistics is missing",
                "{\"Response\":{\"RequestId\":\"r-1\",\"SessionStatistics\":null}}   | Response.SessionStatistics is null",
                "{\"Response\":{\"RequestId\":\"r-1\",\"SessionStatistics\":{}}}     |"
                        + " Response.SessionStatistics is not an array",
                "{\"Response\":{\"RequestId\":\"r-1\",\"SessionStatistics\":[null]}} | Response.SessionStatistics[0] is null",
                "{\"Response\":{\"RequestId\":\"r-1\",\"SessionStatistics\":[7]}}    |"
                        + " Response.SessionStatistics[0] is not an object"
            })
    void anAnswerWithoutRowsWhereRowsBelongIsMalformed(String body, String problem) {
        assertMalformed(utf8(body), "the answer cannot be used: " + problem, Optional.of("r-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Response\":[]}              | Response is not an object",
                "{\"Response\":{\"RequestId\":  | it is not JSON: Unexpected end-of-input within/between Object entries",
                "{\"a\":1,\"a\":1}              | it is not JSON: Duplicate Object property \"a\""
            })
    void anAnswerWithoutAnEnvelopeIsMalformed(String body, String problem) {
        assertMalformed(utf8(body), "the answer cannot be used: " + problem, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                             | Response is missing",
                "[]                             | Response is missing",
                "''                             | Response is missing",
                "{\"code\":0,\"codeDesc\":\"Success\"} | Response is missing",
                "<html>                         |"
                        + " it is not JSON: Unexpected character ('<' (code 60)): expected a valid value (JSON String, Number,"
                        + " Array, Object or token 'null', 'true' or 'false')"
            })
    void anAnswerThatIsNotTrrosIsOfTheNetwork(String body, String problem) {
        ApiException failure = failure(utf8(body));

        assertThat(failure.kind()).isEqualTo(Kind.NETWORK);
        assertThat(failure.code()).isEqualTo("Network");
        assertThat(failure).hasMessageStartingWith("the answer is not TRRO's: " + problem + "; check that endpoint");
    }

    @Test
    void bytesAfterTheAnswerAreMalformed() {
        ApiException failure = failure(utf8("{\"Response\":{\"SessionStatistics\":[]}} {}"));

        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure).hasMessageStartingWith("the answer cannot be used: it is not JSON: Trailing token");
    }

    @Test
    void aRepeatedFigureIsMalformed() {
        byte[] body = answer(ROW.replace("\"SessionNum\":3", "\"SessionNum\":3,\"SessionNum\":4"));

        assertMalformed(
                body,
                "the answer cannot be used: it is not JSON: Duplicate Object property \"SessionNum\"",
                Optional.empty());
    }

    @Test
    void anErrorHasItsCodeKindWordsRequestIdAndNextStep() {
        ApiException failure = failure(utf8("{\"Response\":{\"Error\":{\"Code\":\"ResourceNotFound.Project\","
                + "\"Message\":\"no such\\nproject\"},\"RequestId\":\"r-7\"}}"));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure.code()).isEqualTo("ResourceNotFound.Project");
        assertThat(failure.requestId()).contains("r-7");
        assertThat(failure)
                .hasMessage(
                        "ResourceNotFound.Project: no such project; check the project and device ids, and that endpoint"
                                + " is the site of this account");
    }

    @Test
    void anErrorWinsOverRowsBesideIt() {
        ApiException failure = failure(utf8(
                "{\"Response\":{\"SessionStatistics\":[],\"Error\":{\"Code\":\"InternalError\",\"Message\":\"\"}}}"));

        assertThat(failure.kind()).isEqualTo(Kind.SERVER);
        assertThat(failure).hasMessage("InternalError; it will be asked again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\":4100,\"message\":\"no\",\"codeDesc\":\"AuthFailure\"} | AuthFailure | UNAUTHORIZED",
                "{\"code\":4400,\"message\":\"slow\",\"codeDesc\":\"RequestLimitExceeded\"} |"
                        + " RequestLimitExceeded | THROTTLED",
                "{\"code\":5000,\"message\":\"\",\"codeDesc\":\"\"} | 5000 | SERVER"
            })
    void theOldGatewaysErrorsAreUnderstood(String body, String code, Kind kind) {
        ApiException failure = failure(utf8(body));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(kind);
    }

    @Test
    void aLongErrorMessageIsCut() {
        ApiException failure =
                failure(utf8("{\"Response\":{\"Error\":{\"Code\":\"X\",\"Message\":\"" + "m".repeat(10_000) + "\"}}}"));

        assertThat(failure).hasMessage("X: " + "m".repeat(500) + "…; it will be asked again");
    }

    @Test
    void theFullStopOfAnErrorMessageGivesWayToWhatComesNext() {
        ApiException failure =
                failure(utf8("{\"Response\":{\"Error\":{\"Code\":\"InternalError\",\"Message\":\"An error.\"}}}"));

        assertThat(failure).hasMessage("InternalError: An error; it will be asked again");
    }

    private static void assertMalformed(byte[] body, String message, Optional<String> requestId) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> StatisticsJson.answer(body))
                .withMessage(message)
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
                    assertThat(failure.code()).isEqualTo("Malformed");
                    assertThat(failure.requestId()).isEqualTo(requestId);
                });
    }

    private static ApiException failure(byte[] body) {
        return Objects.requireNonNull(catchThrowableOfType(ApiException.class, () -> StatisticsJson.answer(body)));
    }

    private static SessionStatistics row(
            String start, String end, long sessions, long minutes, double notBadRatio, long remoteDevices) {
        return Samples.statistics(
                Instant.parse(start),
                Instant.parse(end),
                sessions,
                Duration.ofMinutes(minutes),
                notBadRatio,
                1,
                remoteDevices);
    }

    private static byte[] answer(String... rows) {
        return utf8("{\"Response\":{\"RequestId\":\"r-1\",\"SessionStatistics\":[" + String.join(",", rows) + "]}}");
    }

    private static byte[] vendorSample() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(StatisticsJsonTest.class.getResourceAsStream("/api/vendor-sample.json"))) {
            JsonNode sample = JsonMapper.shared().readTree(in);
            return utf8(sample.path("response").toString());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
