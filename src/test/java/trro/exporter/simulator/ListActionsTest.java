package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import trro.exporter.api.TrroAction;
import trro.exporter.simulator.Faults.RecentSessionsLie;
import trro.exporter.simulator.SimulatorSettings.Site;
import trro.exporter.simulator.fleet.SimulatedDevice;
import trro.exporter.simulator.fleet.SimulatedProject;

/** Projects, devices and recent sessions, through a running simulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListActionsTest {

    private static final String PROJECTS = "DescribeProjectList";
    private static final String DEVICES = "GetDevices";
    private static final String DEVICE_LIST = "DescribeDeviceList";
    private static final String RECENT = "DescribeRecentSessionList";

    private final SimulatorBench bench = new SimulatorBench(SimulatorBench.UNHURRIED.withSite(Site.DOMESTIC));
    private final SimulatedProject project = bench.fleet.projects().get(0);

    @AfterAll
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyActionThatIsCalledIsKnown(TrroAction action) throws Exception {
        assertThat(ask(action.label(), "{}").path("Error").path("Code").asString(""))
                .isNotEqualTo(ErrorCode.INVALID_ACTION.text());
    }

    @Test
    void listsProjectsByThePage() throws Exception {
        JsonNode all = ask(PROJECTS, "{}");
        JsonNode second = ask(PROJECTS, "{\"PageSize\":1,\"PageNumber\":2}");
        JsonNode third = ask(PROJECTS, "{\"PageSize\":1,\"PageNumber\":3}");

        assertThat(texts(all.path("Projects"), "ProjectId"))
                .containsExactlyElementsOf(bench.fleet.projects().stream()
                        .map(SimulatedProject::id)
                        .toList());
        assertThat(all.path("Projects").path(0).path("ProjectName").asString(""))
                .isEqualTo(project.name());
        assertThat(texts(second.path("Projects"), "ProjectId"))
                .containsExactly(bench.fleet.projects().get(1).id());
        assertThat(second.path("Total").asInt(-1)).isEqualTo(2);
        assertThat(second.path("Num").asInt(-1)).isEqualTo(1);
        assertThat(third.path("Num").asInt(-1)).isZero();
    }

    @Test
    void listsTheDevicesOfOneProjectOrOfAll() throws Exception {
        JsonNode some = ask(DEVICES, "{\"PageNum\":1,\"PageSize\":100,\"ProjectId\":\"" + project.id() + "\"}");
        JsonNode all = ask(DEVICES, "{\"PageNum\":2,\"PageSize\":30}");

        assertThat(texts(some.path("Devices"), "DeviceId"))
                .containsExactlyElementsOf(
                        project.devices().stream().map(SimulatedDevice::id).toList());
        assertThat(all.path("TotalCount").asInt(-1)).isEqualTo(40);
        assertThat(all.path("Devices").size()).isEqualTo(10);
        assertThat(all.path("Devices").path(0).path("ExpireTime").isString()).isTrue();
    }

    @Test
    void listsSessionsOfTheLastTwoHoursAndSaysWhichStillRun() throws Exception {
        long now = SimulatorBench.NOW.getEpochSecond();

        JsonNode recent = ask(
                RECENT,
                "{\"PageNumber\":1,\"PageSize\":100,\"ProjectId\":\"" + project.id()
                        + "\",\"StartTime\":1,\"EndTime\":2}");

        JsonNode sessions = recent.path("RecentSessionList");
        assertThat(sessions.size()).isEqualTo(recent.path("Total").asInt(-1)).isGreaterThan(20);
        assertThat(sessions).allSatisfy(session -> {
            assertThat(session.path("StartTime").asLong(0)).isLessThanOrEqualTo(now);
            assertThat(session.path("LatestUpdateTime").asLong(0)).isBetween(now - 7_200, now);
        });
        assertThat(sessions)
                .anyMatch(session -> session.path("LatestUpdateTime").asLong(0) == now);
        assertThat(texts(sessions, "SessionId")).doesNotHaveDuplicates();
    }

    @Test
    void findsRecentSessionsByEitherSide() throws Exception {
        String page = "{\"PageNumber\":1,\"PageSize\":100,\"ProjectId\":\"" + project.id() + "\"";
        JsonNode any = ask(RECENT, page + "}").path("RecentSessionList").path(0);

        for (String side : new String[] {"FieldDeviceId", "RemoteDeviceId"}) {
            String id = any.path(side).asString("");
            assertThat(texts(ask(RECENT, page + ",\"DeviceId\":\"" + id + "\"}").path("RecentSessionList"), side))
                    .isNotEmpty()
                    .containsOnly(id);
        }
    }

    @Test
    void listsBothSidesWithTheirTypesAndStatesOnTheDomesticSite() throws Exception {
        String own = "{\"ProjectId\":\"" + project.id() + "\",\"PageSize\":50";

        JsonNode all = ask(DEVICE_LIST, own + ",\"RegisterType\":1}");
        JsonNode registered = ask(DEVICE_LIST, own + "}");
        JsonNode remote = ask(DEVICE_LIST, own + ",\"DeviceType\":\"remote\"}");
        JsonNode online = ask(DEVICE_LIST, own + ",\"DeviceStatus\":\"online\"}");

        assertThat(all.path("Total").asInt(-1)).isEqualTo(project.devices().size() + project.cockpits());
        assertThat(texts(all.path("Devices"), "DeviceId"))
                .startsWith(project.devices().get(0).id())
                .endsWith(project.cockpitId(project.cockpits() - 1));
        assertThat(all.path("Total").asInt(-1) - registered.path("Total").asInt(-1))
                .isEqualTo(project.devices().size() / 10);
        assertThat(texts(remote.path("Devices"), "DeviceType"))
                .hasSize(project.cockpits())
                .containsOnly("remote");
        assertThat(texts(online.path("Devices"), "DeviceStatus"))
                .contains("ready", "connected")
                .doesNotContain("offline");
    }

    @Test
    void theInternationalSiteHasNoDeviceList() throws Exception {
        try (SimulatorBench international = new SimulatorBench(SimulatorSettings.DEFAULT)) {
            SignedCall call = SignedCall.of(
                    SimulatorBench.ACCOUNT,
                    DEVICE_LIST,
                    SimulatorBench.NOW,
                    "{\"ProjectId\":\"" + project.id() + "\"}");

            assertThat(international.send(call).code()).isEqualTo("InvalidAction");
        }
    }

    @Test
    void licencesAddUpAndSomeEndSoon() throws Exception {
        JsonNode devices = ask(DEVICES, "{\"PageNum\":1,\"PageSize\":100}").path("Devices");
        JsonNode counts = ask("GetLicenseStat", "{}");

        long now = SimulatorBench.NOW.getEpochSecond();
        List<Long> ends = texts(devices, "ExpireTime").map(Long::valueOf).toList();
        assertThat(ends).filteredOn(end -> end == 0).hasSize(1);
        assertThat(ends).filteredOn(end -> end > 0 && end <= now).hasSize(1);
        assertThat(ends).filteredOn(end -> end > now && end <= now + 7 * 86_400).hasSize(2);
        assertThat(ends)
                .filteredOn(end -> end > now + 7 * 86_400 && end <= now + 30 * 86_400)
                .isNotEmpty();
        assertThat(counts.path("Expire").asInt(-1)).isEqualTo(1);
        assertThat(counts.path("Bound").asInt(-1)).isEqualTo(38);
        assertThat(counts.path("Valid").asInt(-1))
                .isEqualTo(
                        counts.path("Bound").asInt(-1) + counts.path("UnBound").asInt(-1));
    }

    @Test
    void theListOfRecentSessionsLiesOnDemand() throws Exception {
        String page = "{\"PageNumber\":1,\"PageSize\":100,\"ProjectId\":\"" + project.id() + "\"}";

        bench.faults.setRecentSessionsLie(Optional.of(RecentSessionsLie.EVERYBODY));
        JsonNode everybody = ask(RECENT, page).path("RecentSessionList");
        bench.faults.setRecentSessionsLie(Optional.of(RecentSessionsLie.NOBODY));
        JsonNode nobody = ask(RECENT, page).path("RecentSessionList");
        bench.faults.setRecentSessionsLie(Optional.empty());

        assertThat(texts(everybody, "FieldDeviceId"))
                .containsExactlyElementsOf(
                        project.devices().stream().map(SimulatedDevice::id).toList());
        assertThat(nobody).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "DescribeProjectList; {'PageSize':0}; InvalidParameterValue",
                "DescribeProjectList; {'PageSize':101}; InvalidParameterValue",
                "DescribeProjectList; {'PageNumber':-1}; InvalidParameterValue",
                "DescribeProjectList; {'PageNum':1}; UnknownParameter",
                "DescribeDeviceList; {'ProjectId':'p','PageSize':101}; InvalidParameterValue",
                "DescribeDeviceList; {'ProjectId':'nobody'}; InvalidParameterValue",
                "DescribeDeviceList; {}; MissingParameter",
                "GetLicenseStat; {'ProjectId':'p'}; UnknownParameter",
                "GetDevices; {'PageSize':10}; MissingParameter",
                "GetDevices; {'PageNum':1}; MissingParameter",
                "GetDevices; {'PageNum':1,'PageSize':10,'ProjectId':'nobody'}; InvalidParameterValue",
                "DescribeRecentSessionList; {'PageNumber':1,'PageSize':10}; MissingParameter",
                "DescribeRecentSessionList; {'PageNumber':-1,'PageSize':10,'ProjectId':'p'}; InvalidParameter",
                "DescribeRecentSessionList; {'PageNumber':1,'PageSize':10,'ProjectId':'nobody'}; ResourceNotFound",
            },
            quoteCharacter = '"')
    void refusesWrongParameters(String action, String body, String code) throws Exception {
        assertThat(ask(action, body.replace('\'', '"'))
                        .path("Error")
                        .path("Code")
                        .asString(""))
                .isEqualTo(code);
    }

    private JsonNode ask(String action, String body) throws Exception {
        return bench.send(SignedCall.of(SimulatorBench.ACCOUNT, action, SimulatorBench.NOW, body))
                .response();
    }

    private static Stream<String> texts(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.path(field).asString(""));
    }
}
