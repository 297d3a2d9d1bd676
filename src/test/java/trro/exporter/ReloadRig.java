package trro.exporter;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import trro.exporter.accounts.Accounts;
import trro.exporter.accounts.KeptState;
import trro.exporter.api.ApiException;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.model.PollTarget;
import trro.exporter.model.Secret;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Limiters;
import trro.exporter.pacing.Permit;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.support.LoopTime;
import trro.exporter.support.Permits;
import trro.exporter.support.Samples;
import trro.exporter.support.ScrapedPage;
import trro.exporter.time.Moment;

/** All of the exporter that a configuration changes, in virtual time, with a TRRO that a test decides. */
final class ReloadRig {

    static final Duration LATENCY = Duration.ofMillis(300);
    static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** Hours of one project and of its devices a and b. */
    static final ExporterConfig TWO_DEVICES = new ExporterConfig(
            SHANGHAI,
            Duration.ofMinutes(10),
            Duration.ofHours(3),
            Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1)),
            List.of(new AccountConfig(
                    "main",
                    URI.create("https://trro.example"),
                    Optional.empty(),
                    new CredentialsConfig.Env(),
                    16,
                    List.of(new ProjectConfig("p", List.of("a", "b"))))));

    final LoopTime time = new LoopTime();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final SnapshotStore store = new SnapshotStore(List.of());
    final Limiters limiters = new Limiters(time);
    final List<Asked> asked = new ArrayList<>();
    BiFunction<AccountConfig, StatisticsQuery, List<SessionStatistics>> rows = (account, query) -> List.of();
    Function<AccountConfig, Optional<String>> keys = account -> Optional.empty();
    ListScript lists = (action, key) -> List.of();
    Optional<ApiException> refusal = Optional.empty();
    private final RunningConfiguration configured;
    private final Map<Duration, Action> actions = new LinkedHashMap<>();
    private List<Runnable> loops = List.of();

    /** One call for figures. */
    record Asked(AccountConfig account, PollTarget target, long sentNanos) {}

    /** Something that happens at a moment. */
    interface Action {
        void run() throws InterruptedException;
    }

    /** The rows of a list, of its action's type. */
    interface ListScript {
        List<?> rows(ListAction<?> action, String key) throws ApiException;
    }

    ReloadRig(ExporterConfig config) {
        ExporterMetrics metrics = new ExporterMetrics(registry);
        configured = new RunningConfiguration(
                Api::new, registry, new Accounts.Shared(store, limiters, metrics, new CallLog(), time::execute, time));
        configured.swap(configured.build(config));
    }

    ReloadRig at(Duration moment, Action action) {
        actions.put(moment, action);
        return this;
    }

    /** Lets everything run for so long. */
    void run(Duration span, Runnable... others) {
        List<Runnable> all = new ArrayList<>(begin());
        all.add(this::act);
        all.addAll(List.of(others));
        time.run(all, span);
        if (!time.escaped().isEmpty()) {
            throw new AssertionError("a task ended", time.escaped().get(0));
        }
        if (registry.get("trro_poll_defects_total").counter().count() > 0) {
            throw new AssertionError("a defect");
        }
    }

    private List<Runnable> begin() {
        loops = List.copyOf(configured.running().accounts().loops().values());
        return loops;
    }

    private void act() {
        long startNanos = time.nanoTime();
        try {
            for (Map.Entry<Duration, Action> action : actions.entrySet()) {
                long left = action.getKey().toNanos() - (time.nanoTime() - startNanos);
                time.sleep(Duration.ofNanos(Math.max(0, left)));
                action.getValue().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the exporter does it. */
    void reload(ExporterConfig config) throws InterruptedException {
        RunningConfiguration.Running next = configured.build(config);
        time.interrupt(loops);
        time.sleep(Duration.ofNanos(1)); // until they have ended
        configured.swap(next);
        begin().forEach(time::begin);
    }

    /** The process that comes after this one has ended, when so much time has passed by the wall clock. */
    ReloadRig restarted(ExporterConfig config, Duration away) {
        return restarted(config, accounts().kept(), away);
    }

    /** The same where this one could not save when it ended. */
    ReloadRig restarted(ExporterConfig config, byte[] kept, Duration away) {
        ReloadRig next = new ReloadRig(config);
        next.rows = rows;
        next.keys = keys;
        next.lists = lists;
        next.time.setWallClock(time.now().plus(away));
        try {
            next.accounts().restore(KeptState.read(kept, Moment.now(next.time)));
        } catch (DamagedStateException e) {
            throw new AssertionError(e);
        }
        return next;
    }

    RunningConfiguration configured() {
        return configured;
    }

    Accounts accounts() {
        return configured.running().accounts();
    }

    ScrapedPage scrape() {
        return new ScrapedPage(page());
    }

    String page(String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            configured.page().write(ExpositionFormat.TEXT, List.of(names), Optional.empty(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The targets that were asked within a span of virtual time, by their moment since the start. */
    Collection<PollTarget> askedWithin(Duration from, Duration to) {
        return asked.stream()
                .filter(call -> call.sentNanos() >= from.toNanos() && call.sentNanos() < to.toNanos())
                .map(Asked::target)
                .toList();
    }

    /** A row of each bucket, the open one and the one before it, with so many sessions. */
    static List<SessionStatistics> rows(StatisticsQuery query, long sessions, ZoneId zone) {
        Instant open = query.target().interval().startOf(query.to(), zone);
        Instant closed = query.target().interval().previous(open, zone);
        return List.of(
                row(closed, open, sessions), row(open, query.target().interval().next(open, zone), sessions));
    }

    private static SessionStatistics row(Instant start, Instant end, long sessions) {
        return Samples.row(start, end, sessions);
    }

    private final class Api implements TrroApi {

        private final AccountConfig account;

        Api(AccountConfig account) {
            this.account = account;
        }

        @Override
        public Optional<Secret> lastingKeyId() {
            return keys.apply(account).map(Secret::new);
        }

        @Override
        public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit)
                throws ApiException, InterruptedException {
            permit.sent();
            asked.add(new Asked(account, query.target(), time.nanoTime()));
            time.sleep(LATENCY);
            if (refusal.isPresent()) {
                throw Permits.refused(permit, refusal.get());
            }
            String requestId = UUID.nameUUIDFromBytes(new byte[] {(byte) asked.size(), (byte) (asked.size() >> 8)})
                    .toString();
            return new StatisticsAnswer(requestId, rows.apply(account, query));
        }

        @Override
        @SuppressWarnings("unchecked") // an action has rows of one type
        public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit)
                throws ApiException, InterruptedException {
            permit.sent();
            time.sleep(LATENCY);
            List<T> all = (List<T>) lists.rows(action, key);
            return new Page<>("request-1", all, OptionalLong.of(all.size()), 0);
        }
    }
}
