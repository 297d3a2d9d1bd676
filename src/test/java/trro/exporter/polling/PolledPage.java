package trro.exporter.polling;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.metrics.SessionMetrics;
import trro.exporter.model.PollTarget;
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FakeTrroApi;
import trro.exporter.support.Samples;

/** From answers to the page: polls of a project with two devices, and the sample values that a scrape then has. */
final class PolledPage {

    static final Duration MAX_AGE = Duration.ofHours(1);

    private static final List<String> FAMILIES = List.of(
            "trro_project_sessions",
            "trro_device_sessions",
            "trro_interval_start_timestamp_seconds",
            "trro_interval_end_timestamp_seconds");

    private static final Map<StatisticInterval, Duration> POLL_INTERVALS = Map.of(
            StatisticInterval.HOUR, Duration.ofMinutes(1),
            StatisticInterval.DAY, Duration.ofMinutes(10),
            StatisticInterval.MONTH, Duration.ofMinutes(20));

    final FakeTime time;
    final SnapshotStore store;
    final FakeTrroApi api = new FakeTrroApi();
    final Map<RowAnomaly, Integer> anomalies = new EnumMap<>(RowAnomaly.class);

    private final StatisticsPoll poll;
    private final PrometheusPage page;
    private final RateLimiter limiter;
    private Map<String, List<String>> lines = Map.of(); // of the moment below
    private long linesNanos;
    private Instant linesAt = Instant.MIN;

    PolledPage(String zone, String now) {
        time = new FakeTime(now);
        store = new SnapshotStore(Arrays.stream(StatisticInterval.values())
                .flatMap(
                        interval -> List.of(project(interval), device("d1", interval), device("d2", interval)).stream())
                .toList());
        poll = new StatisticsPoll(
                api,
                new StatisticsCalendar(ZoneId.of(zone), Duration.ofMinutes(10)),
                new PollPace(POLL_INTERVALS, POLL_INTERVALS),
                store,
                new EndpointHabits(),
                rows -> rows.forEach((kind, count) -> anomalies.merge(kind, count, Integer::sum)),
                time);
        Map<StatisticInterval, Duration> maxAges = new EnumMap<>(StatisticInterval.class);
        POLL_INTERVALS.keySet().forEach(interval -> maxAges.put(interval, MAX_AGE));
        SessionMetrics metrics = new SessionMetrics(store, ZoneId.of(zone), Duration.ofMinutes(10), maxAges, time);
        page = new PrometheusPage(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), List.of(metrics));
        limiter = new RateLimiter(20, new FakeTime(now)); // its waits are not of this page's time
    }

    static PollTarget project(StatisticInterval interval) {
        return PollTarget.ofProject("p", interval);
    }

    static PollTarget device(String device, StatisticInterval interval) {
        return PollTarget.ofDevice("p", device, interval);
    }

    /** Asks for a target and is answered with these rows. */
    void answer(PollTarget target, SessionStatistics... rows) {
        answer(target, new StatisticsAnswer("r", List.of(rows)));
    }

    void answer(PollTarget target, StatisticsAnswer answer) {
        answer(target, query -> answer);
    }

    void answer(PollTarget target, FakeTrroApi.Script script) {
        lines = Map.of();
        api.answer(script);
        try {
            poll.run(target, limiter.acquire());
        } catch (ApiException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** TRRO has shown that it returns open months, so that no row means no sessions. */
    PolledPage thatShowsOpenBuckets(Instant monthStart) {
        answer(project(StatisticInterval.MONTH), row(monthStart, 100));
        anomalies.clear();
        return this;
    }

    static SessionStatistics row(Instant start, long sessions) {
        return Samples.statistics(start, start, sessions, Duration.ofMinutes(sessions), 1, 1, 1);
    }

    static SessionStatistics row(String start, long sessions) {
        return row(Instant.parse(start), sessions);
    }

    /** Asks for a target and is refused. */
    ApiException refuse(PollTarget target, String code) {
        lines = Map.of();
        api.fail(ApiException.Kind.UNAUTHORIZED, code);
        try {
            poll.run(target, limiter.acquire());
        } catch (ApiException e) {
            return e;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("was answered");
    }

    /** The clock is set to a moment, and so much time passes as lies between. */
    void passUntil(String moment) {
        time.advance(Duration.between(time.now(), Instant.parse(moment)));
    }

    /** The sessions of a window on the page. */
    Optional<Long> sessions(PollTarget target, Window window) {
        String family = target.deviceId().isPresent() ? "trro_device_sessions" : "trro_project_sessions";
        return sample(
                        family,
                        "interval=\"" + target.interval().label() + "\"",
                        "window=\"" + window.label() + "\"",
                        target.deviceId()
                                .map(device -> "device_id=\"" + device + "\"")
                                .orElse("project_id"))
                .map(Double::longValue);
    }

    Instant start(StatisticInterval interval, Window window) {
        return edge("trro_interval_start_timestamp_seconds", interval, window);
    }

    Instant end(StatisticInterval interval, Window window) {
        return edge("trro_interval_end_timestamp_seconds", interval, window);
    }

    private Instant edge(String family, StatisticInterval interval, Window window) {
        return sample(family, "interval=\"" + interval.label() + "\"", "window=\"" + window.label() + "\"")
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()))
                .orElseThrow();
    }

    private Optional<Double> sample(String family, String... labels) {
        return lines().getOrDefault(family, List.of()).stream()
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst();
    }

    /** The samples by their family, written once for all that are looked at in a moment. */
    private Map<String, List<String>> lines() {
        if (lines.isEmpty() || linesNanos != time.nanoTime() || !linesAt.equals(time.now())) {
            lines = written()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.groupingBy(line -> line.substring(0, line.indexOf('{'))));
            linesNanos = time.nanoTime();
            linesAt = time.now();
        }
        return lines;
    }

    private String written() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            page.write(ExpositionFormat.TEXT, FAMILIES, Optional.empty(), out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
