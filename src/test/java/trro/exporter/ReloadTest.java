package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.ListAction;
import trro.exporter.api.RecentSession;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.config.ProjectDiscovery;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

/** One configuration takes the place of another while calls are under way: what stays, what goes, what is paid. */
class ReloadTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final URI HERE = URI.create("https://trro.example");
    private static final URI THERE = URI.create("https://trro.other.example");
    private static final CredentialsConfig ENV = new CredentialsConfig.Env();
    private static final CredentialsConfig FILE = new CredentialsConfig.File(Optional.of(Path.of("/key")), "default");
    private static final IdFilter ALL = new IdFilter(List.of(), List.of(), 100);
    private static final Map<StatisticInterval, Duration> MINUTES =
            Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1));
    private static final Duration WARM = Duration.ofSeconds(20);

    private static ExporterConfig config(AccountConfig... accounts) {
        return config(SHANGHAI, MINUTES, accounts);
    }

    private static ExporterConfig config(
            ZoneId zone, Map<StatisticInterval, Duration> pollIntervals, AccountConfig... accounts) {
        return new ExporterConfig(zone, Duration.ofMinutes(10), Duration.ofHours(3), pollIntervals, List.of(accounts));
    }

    private static AccountConfig account(
            String name, URI endpoint, CredentialsConfig credentials, int limit, ProjectConfig... projects) {
        return new AccountConfig(name, endpoint, Optional.empty(), credentials, limit, List.of(projects));
    }

    private static AccountConfig main(ProjectConfig... projects) {
        return account("main", HERE, ENV, 16, projects);
    }

    private static ProjectConfig project(String id, int devices) {
        return new ProjectConfig(
                id,
                IntStream.range(0, devices).mapToObj(each -> "device-" + each).toList());
    }

    private static Duration after(long millis) {
        return WARM.plusMillis(millis);
    }

    @Test
    void aCallUnderWayIsStoredWhereItsTargetStillExists() {
        ReloadRig rig = new ReloadRig(config(main(project("p", 0), project("gone", 0))));
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        List<Integer> before = new ArrayList<>();
        rig.at(
                Duration.ofMillis(1130),
                () -> { // the first call has left, and the second waits for its answer
                    before.add(rig.asked.size());
                    rig.reload(config(main(project("p", 1))));
                });

        rig.run(Duration.ofSeconds(3));

        assertThat(before).containsExactly(1);
        assertThat(rig.asked)
                .extracting(ReloadRig.Asked::target)
                .extracting(PollTarget::projectId)
                .containsOnly("p");
        assertThat(rig.asked)
                .as("the one under way is not asked a second time")
                .filteredOn(call -> call.target().deviceId().isEmpty())
                .hasSize(1);
        assertThat(rig.scrape().startingWith("trro_project_sessions")).hasSize(2);
    }

    @Test
    void aCallUnderWayOfATargetThatWentIsForgotten() {
        ReloadRig rig = new ReloadRig(config(main(project("gone", 0))));
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        rig.at(Duration.ofMillis(1130), () -> rig.reload(config(main(project("p", 0)))));

        rig.run(Duration.ofSeconds(3));

        assertThat(rig.asked.get(0).target().projectId()).isEqualTo("gone");
        assertThat(rig.page()).doesNotContain("gone").contains("project_id=\"p\"");
    }

    @Test
    void noKeySendsMoreThanItsLimitHoweverItIsConfigured() {
        List<AccountConfig> ways = List.of(
                account("main", HERE, ENV, 5, project("p", 200)),
                account("renamed", HERE, ENV, 5, project("p", 200)),
                account("renamed", HERE, FILE, 5, project("p", 200)),
                account("main", URI.create("https://TRRO.example.:443"), FILE, 5, project("q", 200)),
                account("main", THERE, ENV, 5, project("p", 200)),
                account("main", HERE, ENV, 3, project("p", 200)));
        ReloadRig rig = new ReloadRig(config(ways.get(0)));
        rig.keys = account -> Optional.of("one key");
        for (int i = 1; i < 200; i++) {
            ExporterConfig next = config(ways.get(i % ways.size()));
            rig.at(Duration.ofMillis(i * 130L), () -> rig.reload(next));
        }

        rig.run(Duration.ofSeconds(30));

        long[] here = sent(rig, false);
        assertThat(most(here)).isLessThanOrEqualTo(5);
        assertThat(most(sent(rig, true))).isLessThanOrEqualTo(5);
        assertThat(here.length).as("and the budget is used").isGreaterThan(60);
    }

    @Test
    void aKeyThatCannotBeToldIsKnownByThePlaceItComesFrom() {
        ReloadRig rig = new ReloadRig(config(account("main", HERE, ENV, 5, project("p", 200))));
        for (int i = 1; i < 100; i++) {
            ExporterConfig next = config(account("name " + i % 3, HERE, ENV, 5, project("p", 200)));
            rig.at(Duration.ofMillis(i * 130L), () -> rig.reload(next));
        }

        rig.run(Duration.ofSeconds(14));

        assertThat(most(sent(rig, false))).isLessThanOrEqualTo(5);
        assertThat(rig.asked).hasSizeGreaterThan(45);
    }

    private static long[] sent(ReloadRig rig, boolean there) {
        return rig.asked.stream()
                .filter(call -> call.account().endpoint().equals(THERE) == there)
                .mapToLong(ReloadRig.Asked::sentNanos)
                .toArray();
    }

    /** The most calls within any second. */
    private static int most(long[] nanos) {
        return IntStream.range(0, nanos.length)
                .map(first -> (int) IntStream.range(first, nanos.length)
                        .filter(each -> nanos[each] - nanos[first] < 1_000_000_000L)
                        .count())
                .max()
                .orElse(0);
    }

    @Test
    void aPaceThatWasCutStaysSoForAKeyThatComesBack() {
        AccountConfig first = account("main", HERE, ENV, 16, project("p", 2000));
        AccountConfig other = account("main", THERE, FILE, 16, project("p", 2000));
        ReloadRig rig = new ReloadRig(config(first));
        List<Double> paces = new ArrayList<>();
        rig.at(
                        WARM,
                        () -> rig.refusal = Optional.of(new ApiException(
                                ApiException.Kind.THROTTLED, "RequestLimitExceeded", "slow", Optional.empty())))
                .at(after(1500), () -> {
                    rig.refusal = Optional.empty();
                    paces.add(pace(rig));
                    rig.reload(config(other));
                })
                .at(after(1600), () -> {
                    paces.add(pace(rig));
                    rig.reload(config(first));
                })
                .at(after(1700), () -> paces.add(pace(rig)));

        rig.run(after(2000));

        assertThat(paces.get(0)).isLessThan(9);
        assertThat(paces.get(1)).as("another key has its own").isGreaterThan(15);
        assertThat(paces.get(2)).isBetween(paces.get(0), paces.get(0) + 0.5);
    }

    private static double pace(ReloadRig rig) {
        return rig.accounts().budgets().get(0).pacePerSecond();
    }

    @Test
    void figuresOfAnIntervalThatIsAnotherOneInTheNewZoneAreNotShown() {
        Map<StatisticInterval, Duration> all = Map.of(
                StatisticInterval.HOUR, Duration.ofMinutes(1),
                StatisticInterval.DAY, Duration.ofMinutes(10),
                StatisticInterval.MONTH, Duration.ofHours(1));
        ReloadRig rig = new ReloadRig(config(SHANGHAI, all, main(project("p", 0))));
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        List<Set<String>> shown = new ArrayList<>();
        rig.at(WARM, () -> shown.add(sessions(rig)))
                .at(after(100), () -> rig.reload(config(ZoneOffset.UTC, all, main(project("p", 0)))))
                .at(after(101), () -> shown.add(sessions(rig)));

        rig.run(after(200));

        assertThat(shown.get(0)).hasSize(6);
        assertThat(shown.get(1)).hasSize(2).allMatch(series -> series.contains("interval=\"hour\""));
    }

    @Test
    void anAnswerThatWasSortedByTheOldZoneIsNotStored() {
        Map<StatisticInterval, Duration> days = Map.of(StatisticInterval.DAY, Duration.ofMinutes(10));
        ReloadRig rig = new ReloadRig(config(SHANGHAI, days, main(project("p", 0))));
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        rig.at(Duration.ofMillis(1130), () -> rig.reload(config(ZoneOffset.UTC, days, main(project("p", 0)))));
        rig.at(Duration.ofMillis(1400), () -> assertThat(rig.page()).doesNotContain("trro_project_last_success"));

        rig.run(Duration.ofSeconds(4));

        assertThat(rig.asked).as("but it is asked again").hasSizeGreaterThan(1);
    }

    @Test
    void hoursThatWereLearntAreKeptInAZoneOfOtherMinutes() {
        ReloadRig rig = new ReloadRig(config(main(project("p", 3))));
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        List<Set<String>> shown = new ArrayList<>();
        ExporterConfig kolkata = config(ZoneId.of("Asia/Kolkata"), MINUTES, main(project("p", 3)));
        rig.at(WARM, () -> shown.add(sessions(rig)))
                .at(after(100), () -> rig.reload(kolkata))
                .at(after(101), () -> shown.add(sessions(rig)));

        rig.run(after(200));

        assertThat(shown.get(0)).hasSize(2);
        assertThat(shown.get(1)).isEqualTo(shown.get(0));
    }

    private static Set<String> sessions(ReloadRig rig) {
        return rig.scrape().startingWith("trro_project_sessions").keySet();
    }

    @Test
    void aProjectThatMovesToAnotherAccountKeepsFiguresAndTurn() {
        AccountConfig second = account("second", THERE, FILE, 16, project("q", 0));
        ReloadRig rig = new ReloadRig(config(main(project("p", 5)), second));
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        List<Integer> shown = new ArrayList<>();
        rig.at(WARM, () -> shown.add(rig.asked.size()))
                .at(
                        after(100),
                        () -> rig.reload(
                                config(main(project("q", 0)), account("second", THERE, FILE, 16, project("p", 5)))))
                .at(
                        after(101),
                        () -> shown.add(rig.scrape()
                                .startingWith("trro_device_sessions")
                                .size()))
                .at(after(10_000), () -> shown.add(rig.asked.size()));

        rig.run(after(11_000));

        assertThat(shown).containsExactly(7, 10, 7);
    }

    @Test
    void discoveredDevicesStayWhileTheirListsAreReadByNewFiltersAndAnotherName() {
        ReloadRig rig = new ReloadRig(config(discovering("main", ALL)));
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        rig.lists = ReloadTest::trucks;
        List<Set<String>> shown = new ArrayList<>();
        IdFilter fewer = new IdFilter(List.of(), List.of("truck-1"), 100);
        rig.at(WARM, () -> shown.add(devices(rig)))
                .at(after(100), () -> rig.reload(config(discovering("renamed", fewer))))
                .at(after(101), () -> shown.add(devices(rig)));

        rig.run(after(200));

        assertThat(shown.get(0)).hasSize(3);
        assertThat(shown.get(1)).hasSize(2).noneMatch(series -> series.contains("truck-1"));
        assertThat(shown.get(0)).containsAll(shown.get(1));
    }

    @Test
    void listedProjectsAndDevicesStayUntilTheListsThatNameThemAreRead() {
        ProjectConfig listed = new ProjectConfig("p", List.of("truck-0", "truck-1", "sold"));
        ReloadRig rig = new ReloadRig(config(main(listed)));
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        rig.lists = ReloadTest::trucks;
        List<Set<String>> shown = new ArrayList<>();
        rig.at(after(100), () -> rig.reload(config(discovering("main", ALL))))
                .at(after(101), () -> shown.add(devices(rig)))
                .at(after(20_000), () -> shown.add(devices(rig)));

        rig.run(after(21_000));

        assertThat(shown.get(0)).hasSize(3);
        assertThat(shown.get(1)).hasSize(3).noneMatch(series -> series.contains("sold"));
    }

    @Test
    void whoHasSessionsIsNotKnownOnceNobodyReadsIt() {
        ReloadRig rig = new ReloadRig(config(discovering("main", ALL)));
        rig.lists = (action, key) -> action == ListAction.RECENT_SESSIONS
                ? List.of(new RecentSession(Optional.of("truck-1"), Optional.empty(), rig.time.now(), rig.time.now()))
                : trucks(action, key);
        List<Set<String>> shown = new ArrayList<>();
        rig.at(WARM, () -> shown.add(active(rig)))
                .at(after(100), () -> rig.reload(config(main(new ProjectConfig("p", List.of("truck-1"))))))
                .at(after(101), () -> shown.add(active(rig)));

        rig.run(after(200));

        assertThat(shown.get(0)).hasSize(1);
        assertThat(shown.get(1)).isEmpty();
    }

    private static Set<String> active(ReloadRig rig) {
        return rig.scrape().startingWith("trro_devices{").keySet().stream()
                .filter(series -> series.contains("\"active\""))
                .collect(Collectors.toSet());
    }

    @Test
    void actionsThatAreCalledNowHaveABudgetAndTheStatisticsAloneAQueue() {
        ReloadRig rig = new ReloadRig(config(main(project("p", 2))));
        rig.lists = ReloadTest::trucks;
        List<List<String>> shown = new ArrayList<>();
        rig.at(WARM, () -> shown.add(budgets(rig)))
                .at(after(100), () -> rig.reload(config(discovering("main", ALL))))
                .at(after(101), () -> shown.add(budgets(rig)))
                .at(after(200), () -> rig.reload(config(main(project("p", 2)))))
                .at(after(201), () -> shown.add(budgets(rig)));

        rig.run(after(300));

        assertThat(shown.get(0)).containsExactly("DescribeSessionStatisticsByInterval waits");
        assertThat(shown.get(1))
                .containsExactly(
                        "DescribeSessionStatisticsByInterval waits",
                        "DescribeProjectList",
                        "GetDevices",
                        "DescribeDeviceList",
                        "DescribeRecentSessionList",
                        "GetLicenseStat");
        assertThat(shown.get(2)).isEqualTo(shown.get(0));
    }

    private static List<String> budgets(ReloadRig rig) {
        return rig.accounts().budgets().stream()
                .map(budget -> budget.action() + (budget.queue().isPresent() ? " waits" : ""))
                .toList();
    }

    private static AccountConfig discovering(String name, IdFilter devices) {
        return new AccountConfig(
                name,
                HERE,
                Optional.empty(),
                ENV,
                16,
                List.of(),
                Optional.of(new ProjectDiscovery(ALL, Optional.of(devices))));
    }

    private static List<?> trucks(ListAction<?> action, String key) {
        if (action == ListAction.PROJECTS) {
            return List.of(new trro.exporter.api.ListedProject("p", Optional.empty()));
        }
        return action == ListAction.LICENSED_DEVICES
                ? Stream.of("truck-0", "truck-1", "truck-2").map(Device::named).toList()
                : List.of();
    }

    private static Set<String> devices(ReloadRig rig) {
        return rig.scrape().startingWith("trro_device_last_success").keySet();
    }

    @Test
    void whoFailedIsAskedAtOnceByAnotherKey() {
        ReloadRig rig = new ReloadRig(config(main(project("p", 0))));
        rig.refusal =
                Optional.of(new ApiException(ApiException.Kind.UNAUTHORIZED, "AuthFailure", "no", Optional.empty()));
        List<Integer> asked = new ArrayList<>();
        ExporterConfig mended = config(account("main", HERE, FILE, 16, project("p", 0)));
        rig.at(Duration.ofMinutes(30), () -> {
                    asked.add(rig.asked.size());
                    rig.refusal = Optional.empty();
                    rig.reload(mended);
                })
                .at(Duration.ofMinutes(30).plusSeconds(3), () -> asked.add(rig.asked.size()));

        rig.run(Duration.ofMinutes(31));

        assertThat(asked.get(1)).isEqualTo(asked.get(0) + 1);
    }

    @Test
    void aShorterPollIntervalCountsAtOnce() {
        Map<StatisticInterval, Duration> seldom = Map.of(StatisticInterval.HOUR, Duration.ofMinutes(30));
        ReloadRig rig = new ReloadRig(config(SHANGHAI, seldom, main(project("p", 0))));
        rig.at(Duration.ofMillis(1130), () -> rig.reload(config(main(project("p", 0))))); // while it is asked

        rig.run(Duration.ofMinutes(3));

        assertThat(rig.asked).hasSize(3);
    }

    @Test
    void metersOfAnAccountThatIsGoneGoAndDoNotComeBack() {
        AccountConfig second = account("second", THERE, FILE, 16, project("q", 0));
        ReloadRig rig = new ReloadRig(config(main(project("p", 0)), second));
        List<Boolean> shown = new ArrayList<>();
        rig.at(
                Duration.ofMillis(1130),
                () -> { // while both are asked
                    shown.add(rig.page().contains("account=\"second\""));
                    rig.reload(config(main(project("p", 0))));
                });

        rig.run(Duration.ofSeconds(5));

        assertThat(shown).containsExactly(true);
        assertThat(rig.asked).anyMatch(call -> call.account().equals(second));
        assertThat(rig.page()).doesNotContain("account=\"second\"");
        assertThat(rig.scrape()
                        .value("trro_api_requests_total{account=\"main\","
                                + "action=\"DescribeSessionStatisticsByInterval\",code=\"OK\"}"))
                .isEqualTo(1);
    }
}
