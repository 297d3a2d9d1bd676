package trro.exporter.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static trro.exporter.support.ScriptedServer.json;
import static trro.exporter.support.ScriptedServer.status;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.credentials.CredentialsProviders;
import trro.exporter.model.PollTarget;
import trro.exporter.model.Secret;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.support.FakeTime;
import trro.exporter.support.Permits;
import trro.exporter.support.ScriptedServer;

class HttpTrroApiTest {

    private static final HttpTransport TRANSPORT = HttpTransport.create(Map.of());
    private static final String NOTHING = "{\"Response\":{\"SessionStatistics\":[],\"RequestId\":\"r-1\"}}";
    private static final String SECRET_KEY = "the-secret-key-itself";
    private static final Credentials KEY =
            new Credentials(new Secret("AKIDexample"), new Secret(SECRET_KEY), Optional.empty());
    private static final StatisticsQuery QUERY = new StatisticsQuery(
            PollTarget.ofProject("proj-1", StatisticInterval.HOUR),
            Instant.ofEpochSecond(1661151600),
            Instant.ofEpochSecond(1661166000));

    private final FakeTime time = new FakeTime("2022-08-22T11:00:00Z");
    private final RecordedRefusals credentials = new RecordedRefusals(KEY);

    @Test
    void anAnswerTellsTheServersDate() throws Exception {
        try (DatedServer server = new DatedServer("Mon, 22 Aug 2022 10:57:00 GMT", NOTHING)) {
            HttpTrroApi api =
                    new HttpTrroApi(HttpTransport.create(Map.of()), server.uri(), Optional.empty(), credentials, time);

            assertThat(api.sessionStatistics(QUERY, Permits.one()).date())
                    .contains(Instant.parse("2022-08-22T10:57:00Z"));
        }
    }

    @Test
    void sendsExactlyTheDocumentedHeadersAndBody() throws Exception {
        try (ScriptedServer server = new ScriptedServer(json(NOTHING))) {
            StatisticsAnswer answer = api(server, Optional.empty()).sessionStatistics(QUERY, Permits.one());

            ScriptedServer.Received request = server.received().get(0);
            String host = server.uri().getAuthority();
            assertThat(answer).isEqualTo(new StatisticsAnswer("r-1", List.of()).dated(answer.date()));
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/");
            assertThat(request.body())
                    .isEqualTo("{\"ProjectId\":\"proj-1\",\"StatisticInterval\":\"hour\",\"StartTime\":1661151600,"
                            + "\"EndTime\":1661166000}");
            assertThat(request.headers())
                    .containsEntry("Host", host)
                    .containsEntry("Content-Type", "application/json")
                    .containsEntry("X-TC-Action", "DescribeSessionStatisticsByInterval")
                    .containsEntry("X-TC-Version", "2022-03-25")
                    .containsEntry("X-TC-Timestamp", "1661166000")
                    .containsEntry("X-TC-Language", "en-US")
                    .containsEntry("Authorization", authorization(host, request.body()))
                    .doesNotContainKeys("X-TC-Region", "X-TC-Token", "Upgrade", "HTTP2-Settings");
        }
    }

    @Test
    void sendsRegionAndTokenWhenThereAreAny() throws Exception {
        credentials.key = new Credentials(KEY.secretId(), KEY.secretKey(), Optional.of(new Secret("token-1")));
        try (ScriptedServer server = new ScriptedServer(json(NOTHING))) {
            api(server, Optional.of("ap-singapore")).sessionStatistics(QUERY, Permits.one());

            assertThat(server.received().get(0).headers())
                    .containsEntry("X-TC-Region", "ap-singapore")
                    .containsEntry("X-TC-Token", "token-1");
        }
    }

    @Test
    void aDotAtTheEndOfTheHostIsLeftOut() throws Exception {
        try (ScriptedServer server = new ScriptedServer(json(NOTHING))) {
            int port = server.uri().getPort();
            URI endpoint = URI.create("http://localhost.:" + port);

            new HttpTrroApi(TRANSPORT, endpoint, Optional.empty(), credentials, time)
                    .sessionStatistics(QUERY, Permits.one());

            ScriptedServer.Received request = server.received().get(0);
            assertThat(request.headers())
                    .containsEntry("Host", "localhost:" + port)
                    .containsEntry("Authorization", authorization("localhost:" + port, request.body()));
        }
    }

    /** With a dot, Java refuses the name before it is looked up. */
    @Test
    void aDotAtTheEndOfTheHostIsNoDefectOverTls() {
        ApiException failure = failure(
                new HttpTrroApi(TRANSPORT, URI.create("https://trro.invalid."), Optional.empty(), credentials, time));

        assertThat(failure).hasMessageStartingWith("trro.invalid cannot be resolved");
    }

    @Test
    void aRefusalBecauseOfTheLimitHalvesThePace() throws Exception {
        String error = "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"slow down\"},"
                + "\"RequestId\":\"r-2\"}}";
        RateLimiter limiter = new RateLimiter(20, new FakeTime("2026-11-22T08:00:00Z"));
        Permit permit = limiter.acquire();
        try (ScriptedServer server = new ScriptedServer(json(error))) {
            assertThat(catchThrowableOfType(
                            ApiException.class,
                            () -> api(server, Optional.empty()).sessionStatistics(QUERY, permit)))
                    .isNotNull();
        }

        assertThat(limiter.requestsPerSecond()).isCloseTo(10, within(0.1));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 500, 503})
    void theEnvelopeDecidesWhateverTheStatus(int status) {
        String error = "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"slow down\"},"
                + "\"RequestId\":\"r-2\"}}";
        try (ScriptedServer server = new ScriptedServer(status(status, error))) {
            ApiException failure = failure(server);

            assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
            assertThat(failure.code()).isEqualTo("RequestLimitExceeded");
            assertThat(failure.requestId()).contains("r-2");
            assertThat(failure)
                    .hasMessage("RequestLimitExceeded: slow down; everything that uses this account shares the limit:"
                            + " consoles, scripts, other exporters; lower requests_per_second if it goes on");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "302, NETWORK, 'check that endpoint is TRRO''s host, and the proxy settings'",
        "401, NETWORK, 'check that endpoint is TRRO''s host, and the proxy settings'",
        "403, NETWORK, 'check that endpoint is TRRO''s host, and the proxy settings'",
        "404, NETWORK, 'check that endpoint is TRRO''s host, and the proxy settings'",
        "511, SERVER, it will be asked again",
        "429, THROTTLED, it will be asked again",
        "500, SERVER, it will be asked again",
        "502, SERVER, it will be asked again"
    })
    void anotherStatusWithoutAnEnvelopeCameFromSomethingOnTheWay(int status, Kind kind, String nextStep) {
        try (ScriptedServer server = new ScriptedServer(status(status, "<html>oops</html>"))) {
            ApiException failure = failure(server);

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo("Network");
            assertThat(failure)
                    .hasMessage(server.uri().getAuthority() + " answered HTTP " + status + " and not in TRRO's words; "
                            + nextStep);
        }
    }

    @Test
    void redirectsAreNotFollowed() {
        ScriptedServer.Answer redirect = exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        };
        try (ScriptedServer server = new ScriptedServer(redirect, json(NOTHING))) {
            assertThat(failure(server).kind()).isEqualTo(Kind.NETWORK);
            assertThat(server.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Response\":{\"SessionStat", "{\"Response\":{}}", " {\"Response\":[]}"})
    void garbageWithStatus200IsMalformed(String body) {
        try (ScriptedServer server = new ScriptedServer(json(body))) {
            ApiException failure = failure(server);

            assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(failure.code()).isEqualTo("Malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<html>log in</html>", "", "null", "[]", "{\"error\":\"log in\"}", "log in", "\u001f\u008b"})
    void aPageThatIsNotTrrosIsOfTheNetwork(String body) {
        try (ScriptedServer server = new ScriptedServer(json(body))) {
            ApiException failure = failure(server);

            assertThat(failure.kind()).isEqualTo(Kind.NETWORK);
            assertThat(failure.code()).isEqualTo("Network");
            assertThat(failure)
                    .hasMessageStartingWith("the answer is not TRRO's: ")
                    .hasMessageEndingWith("; check that endpoint is TRRO's host, the proxy settings and whether this"
                            + " network asks for a login");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 502})
    void aCompressedAnswerSaysSo(int status) {
        ScriptedServer.Answer compressed = exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            status(status, "\u001f\u008b").send(exchange);
        };
        try (ScriptedServer server = new ScriptedServer(compressed)) {
            assertThat(failure(server))
                    .hasMessageStartingWith("the answer is not TRRO's: it is compressed (gzip), unasked; ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TokenFailure", "SecretIdNotFound", "SignatureFailure", "InvalidSecretId"})
    void aRefusedKeyIsReportedToItsSource(String code) {
        try (ScriptedServer server = new ScriptedServer(json(error("AuthFailure." + code)))) {
            assertThat(failure(server).kind()).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(credentials.refused).containsExactly(KEY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UnauthorizedOperation", "AuthFailure.SignatureExpire", "InternalError", "IpInBlacklist"})
    void otherRefusalsSayNothingAboutTheKey(String code) {
        try (ScriptedServer server = new ScriptedServer(json(error(code)))) {
            failure(server);

            assertThat(credentials.refused).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Mon, 22 Aug 2022 11:07:00 GMT', this machine's clock is 420 s behind the server's",
        "'Mon, 22 Aug 2022 10:50:00 GMT', this machine's clock is 600 s ahead of the server's",
        "yesterday, this machine's clock is more than 5 minutes wrong"
    })
    void anExpiredSignatureNamesTheClock(String date, String words) throws IOException {
        try (DatedServer server = new DatedServer(date, error("AuthFailure.SignatureExpire"))) {
            ApiException failure =
                    failure(new HttpTrroApi(TRANSPORT, server.uri(), Optional.empty(), credentials, time));

            assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(failure)
                    .hasMessage("AuthFailure.SignatureExpire: " + words + "; set the clock, for example with NTP");
        }
    }

    @Test
    void withoutAKeyNothingIsSent() {
        try (ScriptedServer server = new ScriptedServer(json(NOTHING))) {
            CredentialsProvider none = CredentialsProviders.env(Map.of());

            ApiException failure = failure(new HttpTrroApi(TRANSPORT, server.uri(), Optional.empty(), none, time));

            assertThat(failure.code()).isEqualTo("Credentials");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void theSecretKeyIsNeverSentOrShown() {
        try (ScriptedServer server = new ScriptedServer(json(error("AuthFailure.SignatureFailure")))) {
            ApiException failure = failure(server);

            assertThat(server.received().toString()).doesNotContain(SECRET_KEY);
            assertThat(failure.toString()).doesNotContain(SECRET_KEY);
            assertThat(KEY.toString()).doesNotContain(SECRET_KEY).doesNotContain("AKIDexample");
        }
    }

    private HttpTrroApi api(ScriptedServer server, Optional<String> region) {
        return new HttpTrroApi(TRANSPORT, server.uri(), region, credentials, time);
    }

    private ApiException failure(ScriptedServer server) {
        return failure(api(server, Optional.empty()));
    }

    private static ApiException failure(TrroApi api) {
        return Objects.requireNonNull(
                catchThrowableOfType(ApiException.class, () -> api.sessionStatistics(QUERY, Permits.one())));
    }

    private static String authorization(String host, String body) {
        Map<String, String> headers = Map.of(
                "content-type", "application/json", "host", host, "x-tc-action", "DescribeSessionStatisticsByInterval");
        return Tc3Signer.authorization(KEY, Instant.ofEpochSecond(1661166000), "trro", headers, body.getBytes(UTF_8));
    }

    private static String error(String code) {
        return "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"},\"RequestId\":\"r-3\"}}";
    }

    /** One key for ever, and a list of what was said about it. */
    private static final class RecordedRefusals implements CredentialsProvider {

        private final List<Credentials> refused = new ArrayList<>();
        private Credentials key;

        RecordedRefusals(Credentials key) {
            this.key = key;
        }

        @Override
        public Credentials credentials() {
            return key;
        }

        @Override
        public void refused(Credentials refusedKey) {
            refused.add(refusedKey);
        }
    }
}
