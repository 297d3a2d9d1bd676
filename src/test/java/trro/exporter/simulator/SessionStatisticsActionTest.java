package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.fleet.SimulatedDevice.Behaviour;

/** Through a running simulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionStatisticsActionTest {

    private final SimulatorBench bench = new SimulatorBench(SimulatorBench.UNHURRIED);

    @AfterAll
    void close() {
        bench.close();
    }

    static Stream<Arguments> refusedBodies() {
        String times = ",\"StartTime\":1,\"EndTime\":2}";
        String start = "{\"ProjectId\":\"PROJECT\",\"StatisticInterval\":\"hour\"";
        return Stream.of(
                Arguments.of(
                        "{\"StatisticInterval\":\"hour\"}",
                        "MissingParameter",
                        "The request is missing a required parameter `ProjectId`."),
                Arguments.of(
                        "{\"ProjectId\":\"PROJECT\"}",
                        "MissingParameter",
                        "The request is missing a required parameter `StatisticInterval`."),
                Arguments.of(
                        "{\"ProjectId\":\"PROJECT\",\"StatisticInterval\":\"week\"}",
                        "InvalidParameterValue",
                        "StatisticInterval must be one of hour, day and month: week"),
                Arguments.of(
                        "{\"ProjectId\":\"PROJECT\",\"StatisticInterval\":\"Hour\"}",
                        "InvalidParameterValue",
                        "StatisticInterval must be one of hour, day and month: Hour"),
                Arguments.of(
                        start + ",\"StartTime\":\"1\",\"EndTime\":2}",
                        "InvalidParameter",
                        "value type of parameter `StartTime` is not valid"),
                Arguments.of(
                        start + ",\"StartTime\":-1,\"EndTime\":2}",
                        "InvalidParameter",
                        "value type of parameter `StartTime` is not valid"),
                Arguments.of(
                        start + ",\"StartTime\":1,\"EndTime\":2.0}",
                        "InvalidParameter",
                        "value type of parameter `EndTime` is not valid"),
                Arguments.of(
                        start + ",\"StartTime\":1,\"EndTime\":null}",
                        "InvalidParameter",
                        "value type of parameter `EndTime` is not valid"),
                Arguments.of(
                        "{\"ProjectId\":5,\"StatisticInterval\":\"hour\"}",
                        "InvalidParameter",
                        "value type of parameter `ProjectId` is not valid, input type should be `string`"),
                Arguments.of(
                        start + ",\"PageSize\":5" + times,
                        "UnknownParameter",
                        "The parameter `PageSize` is not recognized."),
                Arguments.of(
                        start + ",\"ProjectId\":\"twice\"" + times,
                        "InvalidParameter",
                        "The request body is not valid JSON."),
                Arguments.of(
                        start + ",\"StartTime\":3,\"EndTime\":2}",
                        "InvalidParameterValue",
                        "StartTime must not be after EndTime."),
                Arguments.of(
                        start + ",\"StartTime\":0,\"EndTime\":1795079999}",
                        "ResponseSizeLimitExceeded",
                        "The range has 9601 intervals, more than 1000. Please narrow StartTime to EndTime."),
                Arguments.of(
                        "{\"ProjectId\":\"nobody\",\"StatisticInterval\":\"hour\"" + times,
                        "ResourceNotFound",
                        "Project does not exist: nobody"),
                Arguments.of(
                        "{\"ProjectId\":\"\",\"StatisticInterval\":\"hour\"" + times,
                        "ResourceNotFound",
                        "Project does not exist: "),
                Arguments.of(
                        start + ",\"DeviceId\":\"nobody\"" + times,
                        "ResourceNotFound",
                        "Device does not exist: nobody"),
                Arguments.of(start + ",\"DeviceId\":\"\"" + times, "ResourceNotFound", "Device does not exist: "));
    }

    @ParameterizedTest
    @MethodSource("refusedBodies")
    void refusesWrongParametersWithTheDocumentedError(String body, String code, String message) throws Exception {
        SignedCall.Answer answer = bench.send(bench.call(body.replace("PROJECT", bench.project)));

        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(StatisticInterval.class)
    void answersWithTheFleetsFigures(StatisticInterval interval) throws Exception {
        String deviceId = bench.fleet.projects().get(0).devices().get(0).id();

        for (PollTarget target : List.of(
                PollTarget.ofProject(bench.project, interval),
                PollTarget.ofDevice(bench.project, deviceId, interval))) {
            StatisticsQuery query =
                    new StatisticsQuery(target, SimulatorBench.NOW.minus(Duration.ofDays(40)), SimulatorBench.NOW);

            List<SessionStatistics> rows = bench.rows(bench.call(query));

            assertThat(rows)
                    .isEqualTo(bench.fleet.statistics(query, SimulatorBench.NOW))
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void anAnswerHasRowsAndARequestIdAndNothingElse() throws Exception {
        JsonNode response = bench.send(bench.anyCall()).response();

        assertThat(response.propertyNames()).containsExactlyInAnyOrder("SessionStatistics", "RequestId");
        assertThat(response.path("RequestId").asString()).matches("[0-9a-f-]{36}");
        assertThat(response.path("SessionStatistics").path(0).propertyNames())
                .containsExactlyInAnyOrder(
                        "ActiveFieldDeviceNum",
                        "ActiveRemoteDeviceNum",
                        "SessionNum",
                        "StartTime",
                        "EndTime",
                        "TotalDuration",
                        "NotBadSessionRatio");
    }

    @Test
    void anIdleDeviceHasNoRows() throws Exception {
        String idle = bench.fleet.projects().get(0).devices().stream()
                .filter(device -> device.behaviour() == Behaviour.IDLE)
                .findFirst()
                .orElseThrow()
                .id();

        assertThat(bench.rows(bench.call(new StatisticsQuery(
                        PollTarget.ofDevice(bench.project, idle, StatisticInterval.MONTH),
                        Instant.EPOCH,
                        SimulatorBench.NOW))))
                .isEmpty();
    }

    @Test
    void acceptsTimesOfTheFarFutureAndOfSixtyFourBits() throws Exception {
        assertThat(bench.rows(bench.call("{\"ProjectId\":\"" + bench.project
                        + "\",\"StatisticInterval\":\"month\",\"StartTime\":0,\"EndTime\":18446744073709551615}")))
                .hasSize(14);
    }

    @Test
    void aMissingRangeIsThePreviousAndTheOpenInterval() throws Exception {
        assertThat(bench.rows(bench.call("{\"ProjectId\":\"" + bench.project + "\",\"StatisticInterval\":\"day\"}")))
                .extracting(SessionStatistics::start)
                .containsExactly(Instant.parse("2026-11-17T16:00:00Z"), Instant.parse("2026-11-18T16:00:00Z"));
    }

    @Test
    void twinsGiveTheSameAnswers() throws Exception {
        SignedCall call = bench.call(new StatisticsQuery(
                PollTarget.ofProject(bench.project, StatisticInterval.HOUR),
                SimulatorBench.NOW.minus(Duration.ofDays(9)),
                SimulatorBench.NOW));

        try (SimulatorBench twin = new SimulatorBench(SimulatorSettings.DEFAULT)) {
            assertThat(twin.send(call).response().path("SessionStatistics"))
                    .isEqualTo(bench.send(call).response().path("SessionStatistics"));
        }
    }
}
