package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.accounts.KeptState;
import trro.exporter.api.ApiException;
import trro.exporter.api.ListAction;
import trro.exporter.api.ListedProject;
import trro.exporter.api.RecentSession;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.config.ProjectDiscovery;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.support.SlidingSecond;
import trro.exporter.time.Moment;

/** One process takes the place of another that kept what it knew: what comes back, how old it is, and what does not. */
class RestartTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final URI HERE = URI.create("https://trro.example");
    private static final IdFilter ALL = new IdFilter(List.of(), List.of(), 100);
    private static final Duration MAX_AGE = Duration.ofHours(3);
    private static final Duration WARM = Duration.ofSeconds(20);
    private static final Duration AWAY = Duration.ofSeconds(5);

    private static ExporterConfig config(ZoneId zone, AccountConfig account) {
        return new ExporterConfig(
                zone,
                Duration.ofMinutes(10),
                MAX_AGE,
                Map.of(
                        StatisticInterval.HOUR, Duration.ofMinutes(1),
                        StatisticInterval.DAY, Duration.ofMinutes(10)),
                List.of(account));
    }

    private static ExporterConfig naming(String endpoint, ProjectConfig... projects) {
        return config(
                SHANGHAI,
                new AccountConfig(
                        "main",
                        URI.create(endpoint),
                        Optional.empty(),
                        new CredentialsConfig.Env(),
                        16,
                        List.of(projects)));
    }

    private static ExporterConfig naming(ProjectConfig... projects) {
        return naming(HERE.toString(), projects);
    }

    private static ExporterConfig discovering() {
        return discovering(ALL);
    }

    private static ExporterConfig discovering(IdFilter devices) {
        return config(
                SHANGHAI,
                new AccountConfig(
                        "main",
                        HERE,
                        Optional.empty(),
                        new CredentialsConfig.Env(),
                        16,
                        List.of(),
                        Optional.of(new ProjectDiscovery(ALL, Optional.of(devices)))));
    }

    private static ProjectConfig project(String id, int devices) {
        return new ProjectConfig(
                id,
                IntStream.range(0, devices).mapToObj(each -> "device-" + each).toList());
    }

    private static ReloadRig ran(ExporterConfig config, Duration span) {
        ReloadRig rig = new ReloadRig(config);
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        rig.lists = RestartTest::trucks;
        rig.run(span);
        return rig;
    }

    private static List<?> trucks(ListAction<?> action, String key) {
        if (action == ListAction.PROJECTS) {
            return List.of(new ListedProject("p", Optional.of("Harbour")));
        }
        if (action == ListAction.LICENSES) {
            return List.of(new LicenseCounts(5, 3, 2, 1, OptionalLong.empty()));
        }
        return action == ListAction.LICENSED_DEVICES
                ? Stream.of("truck-0", "truck-1", "truck-2").map(Device::named).toList()
                : List.of();
    }

    /** All of a page but what counts or times the calls of one process. */
    private static List<String> known(ReloadRig rig) {
        return rig.page()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("trro_api_request"))
                .toList();
    }

    private static Map<String, Double> sessions(ReloadRig rig) {
        return rig.scrape().startingWith("trro_device_sessions");
    }

    @Test
    void theFirstPageIsThatOfTheProcessBefore() {
        ReloadRig before = ran(discovering(), WARM);

        ReloadRig after = before.restarted(discovering(), Duration.ZERO);

        assertThat(known(before)).anyMatch(line -> line.contains("truck-2")).anyMatch(line -> line.contains("Harbour"));
        assertThat(known(after)).isEqualTo(known(before));
    }

    @Test
    void aFailureIsStillOne() {
        ReloadRig before = new ReloadRig(naming(project("p", 0)));
        before.refusal = Optional.of(
                new ApiException(ApiException.Kind.UNAUTHORIZED, "AuthFailure", "secret", Optional.empty()));
        before.run(WARM);

        ReloadRig after = before.restarted(naming(project("p", 0)), AWAY);

        assertThat(after.scrape().value("trro_up{project_id=\"p\"}")).isZero();
        assertThat(new String(before.accounts().kept(), StandardCharsets.UTF_8))
                .contains("AuthFailure")
                .doesNotContain("secret");
    }

    @Test
    void figuresAgeWhileTheProcessIsAway() {
        ReloadRig before = ran(naming(project("p", 3)), WARM);

        ReloadRig young = before.restarted(naming(project("p", 3)), MAX_AGE.minus(WARM));
        ReloadRig old = before.restarted(naming(project("p", 3)), MAX_AGE.plusSeconds(1));

        assertThat(young.scrape().startingWith("trro_device_last_success")).hasSize(6);
        assertThat(old.scrape().startingWith("trro_device_last_success")).isEmpty();
        assertThat(young.accounts().reasonNotReady()).isEmpty();
        assertThat(old.accounts().reasonNotReady()).isPresent();
    }

    @Test
    void aRestoredFigureGoesWhenItIsTooOldLikeAnyOther() {
        ReloadRig before = ran(naming(project("p", 3)), WARM);
        ReloadRig after = before.restarted(naming(project("p", 3)), MAX_AGE.minusMinutes(1));
        after.refusal = Optional.of(new ApiException(ApiException.Kind.SERVER, "InternalError", "", Optional.empty()));

        Map<String, Double> first = sessions(after);
        after.run(Duration.ofMinutes(2));

        assertThat(first).isNotEmpty();
        assertThat(sessions(after)).isEmpty();
    }

    @Test
    void nothingIsFreshWhereTheClockWasSetBack() {
        ReloadRig before = ran(discovering(), WARM);

        ReloadRig after = before.restarted(discovering(), Duration.ofHours(-1));

        assertThat(after.page()).doesNotContain("truck");
        assertThat(after.accounts().reasonNotReady()).isPresent();
    }

    @Test
    void nobodyLosesATurn() {
        ReloadRig before = ran(naming(project("p", 600)), Duration.ofSeconds(30));

        ReloadRig after = before.restarted(naming(project("p", 600)), AWAY);
        after.run(Duration.ofSeconds(30));

        Set<PollTarget> asked = new HashSet<>(before.askedWithin(Duration.ZERO, Duration.ofSeconds(30)));
        assertThat(asked).hasSizeGreaterThan(400);
        assertThat(after.asked).hasSizeGreaterThan(400);
        assertThat(after.asked)
                .extracting(ReloadRig.Asked::target)
                .filteredOn(target -> target.deviceId().isPresent() && asked.contains(target))
                .as("those whose answers did not come any more")
                .hasSizeBetween(1, 5);
    }

    @Test
    void whoWasAskedLongestAgoIsNextHoweverLongTheProcessWasAway() {
        ExporterConfig config = naming(project("p", 40));
        ReloadRig before = ran(config, Duration.ofSeconds(62)); // amid the second sweep

        ReloadRig after = before.restarted(config, Duration.ofHours(2));
        after.run(Duration.ofSeconds(10));

        List<PollTarget> oldest = before.store.current().targets().stream()
                .filter(RestartTest::isHourOfDevice)
                .sorted(Comparator.comparing(target ->
                        before.store.latest(target).orElseThrow().answered().nanos()))
                .limit(10)
                .toList();
        assertThat(oldest.get(0)).isNotEqualTo(PollTarget.ofDevice("p", "device-0", StatisticInterval.HOUR));
        assertThat(after.asked.stream()
                        .map(ReloadRig.Asked::target)
                        .filter(RestartTest::isHourOfDevice)
                        .limit(10))
                .containsExactlyElementsOf(oldest);
    }

    private static boolean isHourOfDevice(PollTarget target) {
        return target.interval() == StatisticInterval.HOUR && target.deviceId().isPresent();
    }

    @Test
    void whatIsNoLongerConfiguredIsDroppedAndWhatIsNewIsAskedFirst() {
        ReloadRig before = ran(naming(project("p", 3), project("gone", 1)), WARM);

        ReloadRig after = before.restarted(naming(project("p", 2), project("new", 0)), AWAY);

        assertThat(after.page()).doesNotContain("gone").doesNotContain("device-2");
        assertThat(sessions(after)).hasSize(2 * 2 * 2);
        after.run(Duration.ofSeconds(3));
        assertThat(after.asked.get(0).target().projectId()).isEqualTo("new");
    }

    @Test
    void listsAreReadWhenTheProcessBeforeWouldHave() {
        ReloadRig before = ran(discovering(), WARM);
        ReloadRig after = before.restarted(discovering(), AWAY);
        Set<ListAction<?>> read = new HashSet<>();
        after.lists = (action, key) -> {
            read.add(action);
            return trucks(action, key);
        };

        after.run(Duration.ofSeconds(30));
        Set<ListAction<?>> soon = Set.copyOf(read);
        after.run(Duration.ofMinutes(20));

        assertThat(soon).doesNotContain(ListAction.PROJECTS, ListAction.LICENSED_DEVICES);
        assertThat(read).contains(ListAction.PROJECTS, ListAction.LICENSED_DEVICES);
        assertThat(after.page()).contains("truck-2");
    }

    @Test
    void listsOfAnotherAccountAreReadAtOnce() {
        ReloadRig before = ran(discovering(), WARM);
        AccountConfig elsewhere = new AccountConfig(
                "main",
                URI.create("https://trro.other.example"),
                Optional.empty(),
                new CredentialsConfig.Env(),
                16,
                List.of(),
                Optional.of(new ProjectDiscovery(ALL, Optional.of(ALL))));
        ReloadRig after = before.restarted(config(SHANGHAI, elsewhere), AWAY);
        Set<ListAction<?>> read = new HashSet<>();
        after.lists = (action, key) -> {
            read.add(action);
            return trucks(action, key);
        };

        String first = after.page();
        after.run(Duration.ofSeconds(10));

        assertThat(first).contains("truck-2");
        assertThat(read).contains(ListAction.PROJECTS, ListAction.LICENSED_DEVICES);
    }

    @Test
    void whoHasAPlaceKeepsItWhereThereIsNotRoomForAll() {
        ExporterConfig two = discovering(new IdFilter(List.of(), List.of(), 2));
        ReloadRig before = ran(two, WARM);
        before.lists = (action, key) -> action == ListAction.LICENSED_DEVICES
                ? Stream.of("a-new-one", "truck-0", "truck-1", "truck-2")
                        .map(Device::named)
                        .toList()
                : trucks(action, key);
        before.run(Duration.ofMinutes(20));

        ReloadRig after = before.restarted(two, AWAY);

        assertThat(sessions(after)).isEqualTo(sessions(before));
        assertThat(after.page()).contains("truck-1").doesNotContain("a-new-one");
        assertThat(after.scrape().value("trro_devices{project_id=\"p\",state=\"dropped\"}"))
                .isEqualTo(2);
    }

    @Test
    void itIsKnownWhoHadSessions() {
        ProjectConfig many = project("p", 2000); // too many for the budget, so that it matters
        ReloadRig before = new ReloadRig(naming(many));
        before.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        before.lists = (action, key) -> action == ListAction.RECENT_SESSIONS
                ? List.of(session("device-7", before), session("device-9", before))
                : List.of();
        before.run(WARM);

        ReloadRig after = before.restarted(naming(many), AWAY);

        String active = "trro_devices{project_id=\"p\",state=\"active\"}";
        assertThat(before.scrape().value(active)).isEqualTo(2);
        assertThat(after.scrape().value(active)).isEqualTo(2);
    }

    private static RecentSession session(String device, ReloadRig rig) {
        return new RecentSession(Optional.of(device), Optional.empty(), rig.time.now(), rig.time.now());
    }

    @Test
    void whatIsOfNoBucketOfAnotherZoneIsForgotten() {
        ReloadRig before = ran(naming(project("p", 1)), WARM);
        AccountConfig account = naming(project("p", 1)).accounts().get(0);

        ReloadRig after = before.restarted(config(ZoneId.of("UTC"), account), AWAY);

        assertThat(sessions(before).keySet()).anyMatch(series -> series.contains("day"));
        assertThat(sessions(after).keySet()).hasSize(2).allMatch(series -> series.contains("hour"));
    }

    @Test
    void hoursThatBeginElsewhereStayKnown() {
        ZoneId kolkata = ZoneId.of("Asia/Kolkata");
        ReloadRig before = new ReloadRig(naming(project("p", 3)));
        before.rows = (account, query) -> ReloadRig.rows(query, 3, kolkata);
        before.run(WARM);

        ReloadRig after = before.restarted(naming(project("p", 3)), AWAY);

        assertThat(before.store.current().hours()).isPresent();
        assertThat(after.store.current().hours())
                .isEqualTo(before.store.current().hours());
        assertThat(sessions(after)).isEqualTo(sessions(before)).isNotEmpty();
    }

    @Test
    void hoursOfAnotherGridAreKnownInAnotherZone() {
        AccountConfig account = naming(project("p", 3)).accounts().get(0);
        ReloadRig before = new ReloadRig(config(ZoneId.of("Asia/Kolkata"), account));
        before.rows = (any, query) -> ReloadRig.rows(query, 3, ZoneId.of("Asia/Kolkata"));
        before.run(WARM);

        ReloadRig after = before.restarted(config(SHANGHAI, account), AWAY);

        assertThat(before.store.current().hours()).isEmpty();
        assertThat(after.store.current().hours()).isPresent();
        assertThat(sessions(after).keySet()).anyMatch(series -> series.contains("hour"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://trro.example", "https://trro.other.example"})
    void thatOpenBucketsAreShownIsKnownOfTheSameEndpoint(String endpoint) {
        ReloadRig before = ran(naming(project("p", 1)), WARM);
        ReloadRig after = before.restarted(naming(endpoint, project("q", 1)), AWAY);
        after.rows = (account, query) -> List.of();

        after.run(WARM);

        assertThat(sessions(after).keySet().stream().anyMatch(series -> series.contains("current")))
                .isEqualTo(endpoint.equals(HERE.toString()));
    }

    @Test
    void openBucketsThatWaitedAreFilledWhenOneIsShown() {
        ReloadRig before = new ReloadRig(naming(project("p", 1)));
        before.run(WARM);
        ReloadRig after = before.restarted(naming(project("p", 1), project("q", 0)), AWAY);

        assertThat(sessions(after).keySet()).noneMatch(series -> series.contains("current"));
        after.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        after.run(Duration.ofSeconds(4)); // only what is new is asked

        assertThat(after.asked).allMatch(call -> call.target().projectId().equals("q"));
        assertThat(sessions(after).keySet()).anyMatch(series -> series.contains("current"));
    }

    @Test
    void aPaceThatWasCutStaysSoAndTellsNobodyTheKey() {
        ReloadRig before = new ReloadRig(naming(project("p", 100)));
        before.keys = account -> Optional.of("AKIDverysecret");
        before.rows = (account, query) -> ReloadRig.rows(query, 3, SHANGHAI);
        before.refusal = Optional.of(
                new ApiException(ApiException.Kind.THROTTLED, "RequestLimitExceeded", "slow", Optional.empty()));
        before.run(Duration.ofSeconds(5));

        double pace = pace(before);
        double soon = pace(before.restarted(naming(project("p", 100)), AWAY));
        double late = pace(before.restarted(naming(project("p", 100)), Duration.ofMinutes(2)));
        double unknown = pace(before.restarted(naming(project("p", 100)), Duration.ofHours(-1)));

        assertThat(pace).isLessThan(4);
        assertThat(soon).isCloseTo(pace + 16.0 * 5 / 60, within(0.1));
        assertThat(late).isGreaterThan(15);
        assertThat(unknown).isEqualTo(pace);
        assertThat(new String(before.accounts().kept(), StandardCharsets.UTF_8)).doesNotContain("AKID");
    }

    private static double pace(ReloadRig rig) {
        return rig.scrape()
                .value("trro_api_budget_requests_per_second{account=\"main\","
                        + "action=\"DescribeSessionStatisticsByInterval\"}");
    }

    @Test
    void theLimitIsKeptOverRestartsWithoutAPause() {
        ReloadRig rig = ran(naming(project("p", 200)), Duration.ofSeconds(3));
        List<Long> sent = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < 20; i++) {
            long begin = offset;
            rig.asked.forEach(call -> sent.add(begin + call.sentNanos()));
            offset += rig.time.nanoTime();
            rig = rig.restarted(naming(project("p", 200)), Duration.ZERO);
            rig.run(Duration.ofMillis(1500 + 77 * i));
        }

        assertThat(SlidingSecond.most(sent)).isLessThanOrEqualTo(16);
        assertThat(sent).hasSizeGreaterThan(200);
    }

    /** Whatever stands there, it is read as it was written or refused, and nothing else happens. */
    @Test
    void bytesThatAreChangedAreReadOrRefused() {
        ReloadRig rig = ran(discovering(), WARM);
        byte[] kept = rig.accounts().kept();
        Random random = new Random(13);
        int refused = 0;

        for (int i = 0; i < 3000; i++) {
            byte[] changed = Arrays.copyOf(kept, i % 3 == 0 ? random.nextInt(kept.length) : kept.length);
            for (int flips = random.nextInt(4); flips >= 0 && changed.length > 0; flips--) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                KeptState.read(changed, Moment.now(rig.time));
            } catch (DamagedStateException e) {
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(1000);
        assertThatExceptionOfType(DamagedStateException.class)
                .isThrownBy(() -> KeptState.read(new byte[0], Moment.now(rig.time)));
    }
}
