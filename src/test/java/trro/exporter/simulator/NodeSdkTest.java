package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.api.Credentials;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.support.Slow;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;

/** The simulator proven by a client that is not ours. */
@Slow
class NodeSdkTest {

    private static final Credentials ACCOUNT = Simulator.DEMO_ACCOUNT;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final TimeSource time = new SystemTime();
    private final Fleet fleet = Fleet.seeded(7, 1, 20);
    private final String project = fleet.projects().get(0).id();
    private final Simulator simulator = new Simulator(
                    time, fleet, List.of(ACCOUNT), SimulatorSettings.DEFAULT, Faults.none())
            .start("127.0.0.1", 0);

    private final Path folder;

    NodeSdkTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource(StatisticInterval.class)
    void getsTheFleetsFiguresOfProjectAndDevice(StatisticInterval interval) throws Exception {
        // Closed buckets, whose figures do not change while the test runs.
        Instant open = interval.startOf(time.now().minus(Duration.ofHours(1)), Fleet.TRRO_ZONE);
        StatisticsQuery ofProject = new StatisticsQuery(
                PollTarget.ofProject(project, interval), open.minus(Duration.ofDays(40)), open.minusSeconds(1));
        String truck = fleet.projects().get(0).devices().get(0).id();
        StatisticsQuery ofDevice =
                new StatisticsQuery(PollTarget.ofDevice(project, truck, interval), ofProject.from(), ofProject.to());

        JsonNode answers = ask(question(ofProject), question(ofDevice));

        assertSays(answers.path(0), fleet.statistics(ofProject, time.now()));
        assertSays(answers.path(1), fleet.statistics(ofDevice, time.now()));
    }

    @ParameterizedTest
    @CsvSource({
        "SecretKey, wrong, AuthFailure.SignatureFailure",
        "SecretId, AKIDnobody, AuthFailure.SecretIdNotFound",
        "ProjectId, nobody, ResourceNotFound",
        "DeviceId, nobody, ResourceNotFound",
        "StatisticInterval, week, InvalidParameterValue",
        "StartTime, 1661151600, InvalidParameter",
    })
    void getsTheDocumentedErrorFor(String what, String value, String code) throws Exception {
        Instant now = time.now();
        ObjectNode question =
                question(new StatisticsQuery(PollTarget.ofProject(project, StatisticInterval.DAY), now, now));
        switch (what) {
            case "SecretKey" -> question.put("secretKey", value);
            case "SecretId" -> question.put("secretId", value);
            default -> question.withObject("/parameters").put(what, value);
        }

        JsonNode answer = ask(question).path(0);

        assertThat(answer.path("code").asString("")).isEqualTo(code);
        assertThat(answer.path("requestId").asString("")).matches("[0-9a-f-]{36}");
    }

    @Test
    void listsProjectsDevicesAndRecentSessions() throws Exception {
        JsonNode answers = ask(
                question(ProjectListAction.NAME, "{}"),
                question(DevicesAction.NAME, "{\"PageNum\":1,\"PageSize\":5}"),
                question(
                        RecentSessionsAction.NAME,
                        "{\"PageNumber\":1,\"PageSize\":5,\"ProjectId\":\"" + project + "\"}"));

        assertThat(answers.path(0).path("Projects").path(0).path("ProjectId").asString(""))
                .isEqualTo(project);
        assertThat(answers.path(1).path("TotalCount").asInt(-1)).isEqualTo(20);
        assertThat(answers.path(2).path("RecentSessionList").isArray()).isTrue();
    }

    private JsonNode ask(ObjectNode... questions) throws IOException, InterruptedException {
        ArrayNode array = MAPPER.createArrayNode();
        array.addAll(List.of(questions));
        return MAPPER.readTree(NodeSdk.installed().ask(simulator.port(), array.toString(), folder));
    }

    private static ObjectNode question(StatisticsQuery query) {
        ObjectNode question = question(SessionStatisticsAction.NAME, "{}");
        ObjectNode parameters = question.withObject("/parameters");
        parameters.put("ProjectId", query.target().projectId());
        parameters.put("StatisticInterval", query.target().interval().label());
        query.target().deviceId().ifPresent(id -> parameters.put("DeviceId", id));
        parameters.put("StartTime", query.from().getEpochSecond());
        parameters.put("EndTime", query.to().getEpochSecond());
        return question;
    }

    private static ObjectNode question(String action, String parameters) {
        ObjectNode question = MAPPER.createObjectNode();
        question.put("action", action);
        question.put("secretId", ACCOUNT.secretId().reveal());
        question.put("secretKey", ACCOUNT.secretKey().reveal());
        question.set("parameters", MAPPER.readTree(parameters));
        return question;
    }

    private static void assertSays(JsonNode answer, List<SessionStatistics> rows) {
        JsonNode said = answer.path("SessionStatistics");
        assertThat(said.size()).as("rows in %s", answer).isEqualTo(rows.size()).isPositive();
        for (int i = 0; i < rows.size(); i++) {
            SessionStatistics row = rows.get(i);
            assertThat(said.path(i).path("StartTime").asLong())
                    .isEqualTo(row.start().getEpochSecond());
            assertThat(said.path(i).path("EndTime").asLong())
                    .isEqualTo(row.end().getEpochSecond());
            assertThat(said.path(i).path("SessionNum").asLong()).isEqualTo(row.sessions());
            assertThat(said.path(i).path("TotalDuration").asLong())
                    .isEqualTo(row.totalDuration().toMinutes());
            assertThat(said.path(i).path("NotBadSessionRatio").asLong()).isEqualTo(Math.round(row.notBadRatio() * 100));
            assertThat(said.path(i).path("ActiveFieldDeviceNum").asLong()).isEqualTo(row.activeFieldDevices());
            assertThat(said.path(i).path("ActiveRemoteDeviceNum").asLong()).isEqualTo(row.activeRemoteDevices());
        }
    }
}
