package trro.exporter.support;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import trro.exporter.accounts.Accounts;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.cli.DemoCommand;
import trro.exporter.config.ExporterConfig;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.DeviceMetrics;
import trro.exporter.metrics.DiscoveredFleet;
import trro.exporter.metrics.DiscoveryMetrics;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.metrics.PollingMetrics;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.metrics.RuntimeMetrics;
import trro.exporter.metrics.SessionMetrics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Limiters;
import trro.exporter.pacing.Permit;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.time.TimeSource;

/**
 * Days in the life of the demo, as Prometheus would have scraped them: the real polling of a simulated fleet and the real
 * page, on a clock that flies. One thread: whoever sleeps moves the clock, and the clock scrapes on its way.
 */
public final class DemoHistory implements TimeSource {

    static final String JOB = "trro-exporter";
    static final String INSTANCE = "trro-exporter:10205";

    private static final Duration LATENCY = Duration.ofMillis(80);
    private static final Duration SHORTEST_SLEEP = Duration.ofSeconds(2);

    /**
     * What happens.
     *
     * @param failingProject is not answered from {@code failsFrom} on
     */
    public record Story(Fleet fleet, Instant from, Instant to, String failingProject, Instant failsFrom, Pace pace) {}

    /**
     * How often things happen.
     *
     * @param scrapes longer than in life, to keep the days small
     * @param polls how often figures are asked for; an interval that is left out is not
     * @param call from one call to the next at least, which is also how long TRRO takes
     */
    public record Pace(Duration scrapes, Map<StatisticInterval, Duration> polls, Duration call) {

        public Pace(Duration scrapes, Map<StatisticInterval, Duration> polls) {
            this(scrapes, polls, LATENCY);
        }
    }

    private final Story story;
    private final Writer out;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PrometheusPage page;
    private final ExporterConfig config;
    private final SnapshotStore store;
    private Supplier<List<DiscoveredFleet>> lists = List::of;
    private Supplier<PollingMetrics.State> state = () -> new PollingMetrics.State(0, 0, List.of());
    private Instant now;
    private Instant nextScrape;

    private DemoHistory(Story story, Writer out) {
        this.story = story;
        this.out = out;
        now = story.from();
        nextScrape = story.from().plus(story.pace().scrapes());
        config = config(story);
        store = new SnapshotStore(List.of());
        Map<StatisticInterval, Duration> maxAges = new EnumMap<>(StatisticInterval.class);
        config.pollIntervals().keySet().forEach(interval -> maxAges.put(interval, config.maxAge(interval)));
        SessionMetrics fleet = new SessionMetrics(store, config.timeZone(), config.settleTime(), maxAges, this);
        DeviceMetrics devices = new DeviceMetrics();
        page = new PrometheusPage(
                registry,
                List.of(
                        fleet,
                        (projects, sink) -> devices.at(lists.get()).collect(projects, sink),
                        new DiscoveryMetrics(() -> lists.get()),
                        new PollingMetrics(() -> state.get())));
    }

    private static ExporterConfig config(Story story) {
        ExporterConfig demo = DemoCommand.config(story.fleet(), 1);
        return new ExporterConfig(
                demo.timeZone(), demo.settleTime(), demo.maxAge(), story.pace().polls(), demo.accounts());
    }

    /** Writes OpenMetrics text with timestamps, as {@code promtool tsdb create-blocks-from openmetrics} wants it. */
    public static void write(Story story, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            new DemoHistory(story, out).live();
            out.write("# EOF\n");
        }
    }

    private void live() {
        ExporterMetrics metrics = new ExporterMetrics(registry);
        RuntimeMetrics.bindTo(registry);
        RuntimeMetrics.bindBuild(registry, "demo");
        metrics.configurationRead(now);
        Accounts accounts = new Accounts(
                config,
                account -> new FleetApi(),
                Optional.empty(),
                new Accounts.Shared(store, new Limiters(this), metrics, new CallLog(), Runnable::run, this));
        accounts.takeOver(Optional.empty());
        state = accounts::polling;
        DemoLists told = new DemoLists(story.fleet(), story.to());
        lists = () -> List.of(told.read(config.accounts().get(0).name(), now));
        accounts.loops().get("poller-demo").run();
        if (!Thread.interrupted()) {
            throw new IllegalStateException("polling ended by itself");
        }
        expectNone("trro_poll_defects_total");
        expectNone("trro_anomalous_rows_total");
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanoTime() {
        return Duration.between(story.from(), now).toNanos();
    }

    /** Oversleeps, as a busy machine does: the fewer rounds, the faster fly the days. */
    @Override
    public void sleep(Duration duration) throws InterruptedException {
        pass(duration.compareTo(SHORTEST_SLEEP) < 0 ? SHORTEST_SLEEP : duration);
        if (now.isAfter(story.to())) {
            throw new InterruptedException("the story ends");
        }
    }

    private void pass(Duration duration) {
        Instant until = now.plus(duration);
        while (!nextScrape.isAfter(until)) {
            now = nextScrape;
            scrape();
            nextScrape = nextScrape.plus(story.pace().scrapes());
        }
        now = until;
    }

    private void scrape() {
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            page.write(ExpositionFormat.TEXT, List.of(), Optional.empty(), text);
            for (String line : text.toString(StandardCharsets.UTF_8).lines().toList()) {
                if (!line.startsWith("#")) {
                    write(line);
                }
            }
            write("up 1");
            write("scrape_duration_seconds 0.01");
            if (story.fleet().project(story.failingProject()).isPresent()) {
                writeRules(failing() ? 0 : 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the shipped rules would say of the project that fails, without their delay. */
    private void writeRules(int up) throws IOException {
        String project = "project_id=\"" + story.failingProject() + "\"";
        out.write("default:trro_project_silent_sessions:min 10 " + now.getEpochSecond() + "\n");
        if (up == 0) {
            out.write("ALERTS{alertname=\"TrroProjectNotAnswered\",alertstate=\"firing\",severity=\"critical\","
                    + project + "} 1 " + now.getEpochSecond() + "\n");
        }
    }

    private boolean failing() {
        return !now.isBefore(story.failsFrom());
    }

    private void write(String sample) throws IOException {
        int value = sample.lastIndexOf(' ');
        int labels = sample.indexOf('{');
        String name = sample.substring(0, labels < 0 ? value : labels);
        String others = labels < 0 ? "}" : "," + sample.substring(labels + 1, value);
        out.write(name + "{job=\"" + JOB + "\",instance=\"" + INSTANCE + "\"" + others + sample.substring(value) + " "
                + now.getEpochSecond() + "\n");
    }

    private final class FleetApi implements StatisticsOnly {

        @Override
        public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit)
                throws ApiException, InterruptedException {
            permit.sent();
            pass(story.pace().call());
            if (now.isAfter(story.to())) { // who has no time to sleep
                throw new InterruptedException("the story ends");
            }
            if (query.target().projectId().equals(story.failingProject()) && failing()) {
                throw new ApiException(ApiException.Kind.SERVER, "InternalError", "by the story", Optional.empty());
            }
            return new StatisticsAnswer("request", story.fleet().statistics(query, now));
        }
    }

    private void expectNone(String family) {
        if (registry.get(family).counters().stream().anyMatch(counter -> counter.count() > 0)) {
            throw new IllegalStateException("there are " + family);
        }
    }
}
