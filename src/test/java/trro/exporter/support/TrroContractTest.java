package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.Credentials;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.api.ListAction;
import trro.exporter.api.ListedProject;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.model.PollTarget;
import trro.exporter.model.Secret;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.SimulatedDevice;
import trro.exporter.simulator.fleet.SimulatedDevice.Behaviour;
import trro.exporter.simulator.fleet.SimulatedProject;

/**
 * The simulator, the independent stand-in and the fake API answer the same questions alike, so that a test proves the
 * same whichever of them it uses.
 */
class TrroContractTest {

    private static final Instant NOW = Instant.parse("2026-11-19T09:20:00Z");
    private static final HttpTransport TRANSPORT = HttpTransport.create(Map.of());
    private static final Secret WRONG = new Secret("not-the-secret-key");
    private static final String NOBODY = "nobody";
    private static final int LIMIT = 20;

    /** The cases that all three have. */
    abstract static class SameAnswers {

        final FakeTime time = new FakeTime(NOW.toString());

        abstract TrroApi api();

        /** The same TRRO, asked with a secret key that is not the account's. */
        abstract TrroApi apiWithWrongKey();

        abstract String project();

        /** A device of the project with sessions today. */
        abstract String busyDevice();

        /** A device of the project without. */
        abstract String idleDevice();

        @Test
        void statisticsAreRowsOfTheCalendarWithWholeMinutesAndPercents() throws Exception {
            for (Optional<String> device : List.of(Optional.<String>empty(), Optional.of(busyDevice()))) {
                StatisticsAnswer answer = api().sessionStatistics(today(project(), device), Permits.one());

                assertThat(answer.requestId()).isNotBlank();
                assertThat(answer.rows()).isNotEmpty().allSatisfy(row -> assertIsHourOfToday(row));
            }
        }

        @Test
        void noSessionsMeanNoRow() throws Exception {
            StatisticsAnswer answer =
                    api().sessionStatistics(today(project(), Optional.of(idleDevice())), Permits.one());

            assertThat(answer.requestId()).isNotBlank();
            assertThat(answer.rows()).isEmpty();
        }

        @Test
        void anUnknownProjectOrDeviceIsNotFound() {
            assertFailure(api(), today(NOBODY, Optional.empty()), Kind.NOT_FOUND, "ResourceNotFound");
            assertFailure(api(), today(project(), Optional.of(NOBODY)), Kind.NOT_FOUND, "ResourceNotFound");
        }

        @Test
        void theCallAfterTheTwentiethOfASecondIsThrottled() throws Exception {
            TrroApi api = api();
            for (int call = 0; call < LIMIT; call++) {
                api.sessionStatistics(today(project(), Optional.empty()), Permits.one());
            }

            assertFailure(api, today(project(), Optional.empty()), Kind.THROTTLED, "RequestLimitExceeded");

            time.advance(Duration.ofSeconds(1));
            assertThat(api.sessionStatistics(today(project(), Optional.empty()), Permits.one())
                            .rows())
                    .isNotEmpty();
        }

        @Test
        void aWrongKeyIsASignatureFailure() {
            StatisticsQuery query = today(project(), Optional.empty());
            assertFailure(apiWithWrongKey(), query, Kind.UNAUTHORIZED, "AuthFailure.SignatureFailure");
        }
    }

    @Nested
    class TheSimulator extends SameAnswers {

        private final Fleet fleet = Fleet.seeded(7, 3, 40);
        private final SimulatedProject project = fleet.projects().get(0);
        private final Credentials key = key("AKIDtest", new Secret("test-secret-key"));
        private final Simulator simulator =
                new Simulator(time, fleet, List.of(key), SimulatorSettings.DEFAULT, Faults.none());

        @BeforeEach
        void start() {
            simulator.start("127.0.0.1", 0);
        }

        @AfterEach
        void close() {
            simulator.close();
        }

        @Test
        void anActionThatItsSiteDoesNotHaveIsInvalid() {
            assertThatThrownBy(() -> listDevicesOfTheOtherSite(api(), project()))
                    .isInstanceOfSatisfying(ApiException.class, TrroContractTest::assertInvalidAction);
        }

        @Test
        void aListIsCutIntoPagesAndEndsWithAnEmptyOne() throws Exception {
            List<String> ids =
                    fleet.projects().stream().map(SimulatedProject::id).toList();

            assertThat(listProjects(api(), new PageQuery(1, 2)).total()).hasValue(3);
            assertThat(idsOf(listProjects(api(), new PageQuery(1, 2)))).isEqualTo(ids.subList(0, 2));
            assertThat(idsOf(listProjects(api(), new PageQuery(2, 2)))).isEqualTo(ids.subList(2, 3));
            assertThat(idsOf(listProjects(api(), new PageQuery(3, 2)))).isEmpty();
        }

        @Override
        TrroApi api() {
            return TrroContractTest.api(uri(), key, time);
        }

        @Override
        TrroApi apiWithWrongKey() {
            return TrroContractTest.api(uri(), key("AKIDtest", WRONG), time);
        }

        @Override
        String project() {
            return project.id();
        }

        @Override
        String busyDevice() {
            return device(Behaviour.SOUND);
        }

        @Override
        String idleDevice() {
            return device(Behaviour.IDLE);
        }

        private URI uri() {
            return URI.create("http://127.0.0.1:" + simulator.port());
        }

        private String device(Behaviour behaviour) {
            return project.devices().stream()
                    .filter(device -> device.behaviour() == behaviour)
                    .map(SimulatedDevice::id)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Nested
    class TheStandIn extends SameAnswers {

        private final StandInTrro trro = new StandInTrro(time);

        @BeforeEach
        void start() {
            trro.answer(project(), question -> switch (question.deviceId().orElse(busyDevice())) {
                case "busy" -> Reply.rows(Reply.row(question.from(), 4));
                case "idle" -> Reply.rows();
                default -> Reply.error("ResourceNotFound");
            });
        }

        @AfterEach
        void close() {
            trro.close();
        }

        /** It has no lists, pages included: a list is an unknown action to it. */
        @Test
        void everyListIsAnInvalidAction() {
            assertThatThrownBy(() -> listDevicesOfTheOtherSite(api(), project()))
                    .isInstanceOfSatisfying(ApiException.class, TrroContractTest::assertInvalidAction);
            assertThatThrownBy(() -> listProjects(api(), new PageQuery(1, 2)))
                    .isInstanceOfSatisfying(ApiException.class, TrroContractTest::assertInvalidAction);
        }

        @Override
        TrroApi api() {
            Secret secretKey = new Secret(StandInKey.PERMANENT.secretKey());
            return TrroContractTest.api(trro.uri(), key(StandInKey.PERMANENT.secretId(), secretKey), time);
        }

        @Override
        TrroApi apiWithWrongKey() {
            return TrroContractTest.api(trro.uri(), key(StandInKey.PERMANENT.secretId(), WRONG), time);
        }

        @Override
        String project() {
            return "p";
        }

        @Override
        String busyDevice() {
            return "busy";
        }

        @Override
        String idleDevice() {
            return "idle";
        }
    }

    /** The fake knows no key, no limit and no fleet: a test scripts them, and these scripts are what the others do. */
    @Nested
    class TheFake extends SameAnswers {

        private final FakeTrroApi fake = new FakeTrroApi();
        private final AtomicInteger callsOfTheSecond = new AtomicInteger();
        private Instant second = NOW;

        @BeforeEach
        void script() {
            fake.answer(query -> {
                if (!second.equals(time.now())) {
                    second = time.now();
                    callsOfTheSecond.set(0);
                }
                if (callsOfTheSecond.incrementAndGet() > LIMIT) {
                    return failing(Kind.THROTTLED, "RequestLimitExceeded").sessionStatistics(query, Permits.one());
                }
                if (query.target().projectId().equals(NOBODY)) {
                    return failing(Kind.NOT_FOUND, "ResourceNotFound").sessionStatistics(query, Permits.one());
                }
                return switch (query.target().deviceId().orElse(busyDevice())) {
                    case "busy" ->
                        new StatisticsAnswer(
                                "request-1", List.of(Samples.hour(query.from().toString(), 4)));
                    case "idle" -> FakeTrroApi.NO_SESSIONS.answer(query);
                    default -> failing(Kind.NOT_FOUND, "ResourceNotFound").sessionStatistics(query, Permits.one());
                };
            });
        }

        /** It has no lists, pages included: a test that asks for one by mistake must fail, not read an empty one. */
        @Test
        void everyListIsAMistakeOfTheTest() {
            assertThatThrownBy(() -> listDevicesOfTheOtherSite(api(), project()))
                    .isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> listProjects(api(), new PageQuery(1, 2))).isInstanceOf(AssertionError.class);
        }

        @Override
        TrroApi api() {
            return fake;
        }

        @Override
        TrroApi apiWithWrongKey() {
            return failing(Kind.UNAUTHORIZED, "AuthFailure.SignatureFailure");
        }

        @Override
        String project() {
            return "p";
        }

        @Override
        String busyDevice() {
            return "busy";
        }

        @Override
        String idleDevice() {
            return "idle";
        }

        private TrroApi failing(Kind kind, String code) {
            FakeTrroApi failing = new FakeTrroApi();
            failing.fail(kind, code);
            return failing;
        }
    }

    private static Page<ListedProject> listProjects(TrroApi api, PageQuery page)
            throws ApiException, InterruptedException {
        return api.list(ListAction.PROJECTS, ListAction.ACCOUNT, page, Permits.one());
    }

    private static void listDevicesOfTheOtherSite(TrroApi api, String project)
            throws ApiException, InterruptedException {
        api.list(ListAction.REGISTERED_DEVICES, project, new PageQuery(1, 10), Permits.one());
    }

    private static List<String> idsOf(Page<ListedProject> page) {
        return page.rows().stream().map(ListedProject::id).toList();
    }

    private static TrroApi api(URI uri, Credentials key, FakeTime time) {
        return new HttpTrroApi(TRANSPORT, uri, Optional.empty(), new OneKey(key), time);
    }

    private static Credentials key(String secretId, Secret secretKey) {
        return new Credentials(new Secret(secretId), secretKey, Optional.empty());
    }

    private record OneKey(Credentials credentials) implements CredentialsProvider {

        @Override
        public void refused(Credentials refused) {}
    }

    private static StatisticsQuery today(String project, Optional<String> device) {
        PollTarget target = new PollTarget(project, device, StatisticInterval.HOUR);
        Instant from = StatisticInterval.DAY.startOf(NOW, Fleet.TRRO_ZONE);
        return new StatisticsQuery(target, from, NOW);
    }

    private static void assertIsHourOfToday(SessionStatistics row) {
        assertThat(row.start()).isEqualTo(StatisticInterval.HOUR.startOf(row.start(), Fleet.TRRO_ZONE));
        assertThat(row.start()).isBetween(StatisticInterval.DAY.startOf(NOW, Fleet.TRRO_ZONE), NOW);
        assertThat(row.end()).isEqualTo(StatisticInterval.HOUR.next(row.start(), Fleet.TRRO_ZONE));
        assertThat(row.sessions()).isPositive();
        assertThat(row.totalDuration())
                .isPositive()
                .isEqualTo(Duration.ofMinutes(row.totalDuration().toMinutes()));
        assertThat(row.notBadRatio() * 100)
                .isEqualTo(Math.rint(row.notBadRatio() * 100))
                .isBetween(0.0, 100.0);
        assertThat(row.activeFieldDevices()).isPositive();
        assertThat(row.activeRemoteDevices()).isPositive();
    }

    private static void assertFailure(TrroApi api, StatisticsQuery query, Kind kind, String code) {
        ApiException failure = Objects.requireNonNull(
                catchThrowableOfType(ApiException.class, () -> api.sessionStatistics(query, Permits.one())));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.requestId()).hasValueSatisfying(id -> assertThat(id).isNotBlank());
        assertThat(failure).hasMessageStartingWith(code);
    }

    private static void assertInvalidAction(ApiException failure) {
        assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
        assertThat(failure.code()).isEqualTo("InvalidAction");
    }
}
