package trro.exporter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.Threads;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.backfill.Backfill;
import trro.exporter.backfill.BackfillException;
import trro.exporter.backfill.BackfillListener;
import trro.exporter.backfill.GapSearch;
import trro.exporter.backfill.HistoryRequest;
import trro.exporter.backfill.Layout;
import trro.exporter.backfill.Subjects;
import trro.exporter.config.ExporterConfig;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.StatisticsCalendar;
import trro.exporter.prometheus.Peer;
import trro.exporter.prometheus.PrometheusException;
import trro.exporter.prometheus.Queries;
import trro.exporter.prometheus.RemoteWrite;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.time.TimeSource;

/** Gives a Prometheus the days before the demo began, so that its dashboards are not empty at first. */
final class DemoPast extends Options {

    private static final Logger logger = LoggerFactory.getLogger(DemoPast.class);
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(90);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
    private static final int CALLS_PER_SECOND = 1_000;

    private final Supplier<Optional<String>> history = optional(
            String.class,
            "--history=DURATION",
            "Push so many days of the fleet's past to --history.prometheus, 1d to 90d, such as 30d. At"
                    + " a later start only what it lacks.");

    private final Supplier<String> prometheus = defaulted(
            String.class,
            "--history.prometheus=URL",
            "http://localhost:9090",
            "The Prometheus that gets the past; it has to take remote write of that age. Default:"
                    + " ${DEFAULT-VALUE}");

    private final Supplier<Map<String, String>> labels = map(
            String.class,
            String.class,
            "--label=NAME=VALUE",
            "The labels that the scrape job adds, instead of job=trro and instance=localhost:10205. May"
                    + " be given several times.");

    /** The simulated TRRO, asked without a network and as fast as one likes. */
    private record FleetApi(Fleet fleet, TimeSource time) implements TrroApi {

        @Override
        public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) {
            permit.sent();
            return new StatisticsAnswer("history", fleet.statistics(query, time.now()));
        }

        @Override
        public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit) {
            throw new IllegalStateException("the demo's configuration lists everything");
        }
    }

    private record Silent() implements BackfillListener {

        @Override
        public void callsLeft(long calls) {}

        @Override
        public void called() {}

        @Override
        public void written(Path file, int left) {}
    }

    private Optional<Duration> length() {
        return history.get().flatMap(text -> duration(text, Duration.ofDays(1), LONGEST));
    }

    void check() throws OperatorMistake {
        Optional<String> text = history.get();
        if (text.isPresent() && length().isEmpty()) {
            throw new OperatorMistake("--history: " + text.get() + " is not within 1d to 90d");
        }
    }

    /** Begins if that is wanted, beside everything else. */
    void start(Fleet fleet, ExporterConfig config, HttpTransport transport, TimeSource time) {
        Instant begin = time.now();
        length().ifPresent(length -> Threads.loop(
                        "history",
                        () -> untilDone(() -> fill(request(begin, length, config), fleet, transport, time), time))
                .start());
    }

    private interface Filling {
        void run() throws BackfillException, IOException, InterruptedException;
    }

    /** Tries over and over: Prometheus may start later than this program. */
    private static void untilDone(Filling filling, TimeSource time) {
        String before = "";
        try {
            while (true) {
                try {
                    filling.run();
                    logger.atInfo().log("the past is in Prometheus");
                    return;
                } catch (BackfillException | IOException e) {
                    String problem = String.valueOf(e.getMessage());
                    if (!problem.equals(before)) {
                        logger.atWarn().addKeyValue("error", problem).log("the past is not in Prometheus yet");
                    }
                    before = problem;
                    time.sleep(BETWEEN_TRIES);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the demo began; what had not settled then is left to the scrapes. */
    private static HistoryRequest request(Instant begin, Duration length, ExporterConfig config)
            throws BackfillException, InterruptedException {
        Instant hourOfLastSettled = begin.minus(config.settleTime()).truncatedTo(ChronoUnit.HOURS);
        Instant until = hourOfLastSettled.plus(1, ChronoUnit.HOURS);
        return new HistoryRequest(
                begin.minus(length).truncatedTo(ChronoUnit.HOURS),
                until.isBefore(begin) ? until : begin.truncatedTo(ChronoUnit.SECONDS),
                new StatisticsCalendar(config.timeZone(), config.settleTime()),
                List.of(StatisticInterval.values()),
                Subjects.of(config, new Subjects.Wanted(Set.of(), Set.of()), (account, list) -> {
                    throw new IllegalStateException("the demo's configuration lists everything");
                }),
                "history");
    }

    private void fill(HistoryRequest request, Fleet fleet, HttpTransport transport, TimeSource time)
            throws BackfillException, IOException, InterruptedException {
        Peer first = new Peer("--history.prometheus", prometheus.get(), Map.of(), Optional.empty(), transport);
        GapSearch gaps = new GapSearch(new Queries(first), request);
        boolean isFirstStart = gaps.findsNothing(request.to().minus(1, ChronoUnit.HOURS));
        Map<String, String> added = BackfillOptions.orThoseOfThePage(labels.get());
        Path folder = Files.createTempDirectory("trro-demo");
        Layout layout =
                new Layout(folder.resolve("history"), STEP, added, Layout.Split.DAY, Layout.Format.REMOTE_WRITE);
        try {
            RateLimiter limiter = new RateLimiter(CALLS_PER_SECOND, time);
            Backfill.Way way = new Backfill.Way(new FleetApi(fleet, time), action -> limiter);
            new Backfill(
                            request,
                            layout,
                            new Backfill.Parts(
                                    account -> way,
                                    Runnable::run,
                                    time,
                                    new Silent(),
                                    isFirstStart ? Optional.empty() : Optional.of(gaps),
                                    Optional.of(receiver(transport, time))))
                    .run();
        } finally {
            Files.deleteIfExists(layout.journal());
            Files.deleteIfExists(folder);
        }
    }

    private RemoteWrite receiver(HttpTransport transport, TimeSource time) throws PrometheusException {
        String address = prometheus.get().replaceFirst("/*$", "") + "/api/v1/write";
        return new RemoteWrite(new Peer("--history.prometheus", address, Map.of(), Optional.empty(), transport), time);
    }
}
