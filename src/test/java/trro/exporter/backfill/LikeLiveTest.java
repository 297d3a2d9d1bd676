package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.StatisticsCalendar;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.support.DemoHistory;
import trro.exporter.support.Slow;
import trro.exporter.support.StatisticsOnly;
import trro.exporter.support.SteppingTime;

/** The files hold what scrapes of the exporter showed over the same days of the same fleet: sample by sample. */
@Slow
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LikeLiveTest {

    /** The last day of a month, and the first of the next. */
    private static final Instant FROM = Instant.parse("2026-10-30T16:00:00Z");

    private static final Instant TO = Instant.parse("2026-11-01T16:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final Duration POLL_INTERVAL = Duration.ofMinutes(1);

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final Fleet fleet = Fleet.seeded(3, 1, 4);
    private Map<String, NavigableMap<Instant, Double>> live = Map.of();
    private Map<String, NavigableMap<Instant, Double>> filled = Map.of();

    private record FleetApi(Fleet fleet) implements StatisticsOnly {

        @Override
        public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) {
            permit.sent();
            return new StatisticsAnswer("r", fleet.statistics(query, TO.plus(Duration.ofHours(3))));
        }
    }

    @BeforeAll
    void liveAndFill(@TempDir Path folder) throws Exception {
        Path scraped = folder.resolve("scraped.om");
        Map<StatisticInterval, Duration> polls = Map.of(
                StatisticInterval.HOUR, POLL_INTERVAL,
                StatisticInterval.DAY, POLL_INTERVAL,
                StatisticInterval.MONTH, POLL_INTERVAL);
        DemoHistory.write(
                new DemoHistory.Story(fleet, FROM, TO, "none", TO, new DemoHistory.Pace(STEP, polls)), scraped);
        live = samples(scraped);
        filled = samples(fill(folder));
    }

    private Path fill(Path folder) throws Exception {
        String project = fleet.projects().get(0).id();
        List<Subject> subjects = Stream.concat(
                        Stream.of(new Subject("demo", project, Optional.empty())),
                        fleet.projects().get(0).devices().stream()
                                .map(device -> new Subject("demo", project, Optional.of(device.id()))))
                .toList();
        HistoryRequest request = new HistoryRequest(
                FROM,
                TO,
                new StatisticsCalendar(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10)),
                List.of(StatisticInterval.values()),
                subjects,
                "");
        Layout layout = new Layout(
                folder.resolve("filled.om"),
                STEP,
                Map.of("job", "trro-exporter", "instance", "trro-exporter:10205"),
                Layout.Split.NONE,
                Layout.Format.OPENMETRICS);
        SteppingTime time = new SteppingTime(TO.plus(Duration.ofHours(3)));
        RateLimiter limiter = new RateLimiter(4, time);
        Backfill.Way way = new Backfill.Way(new FleetApi(fleet), action -> limiter);
        List<LeftOut> leftOut = new Backfill(
                        request,
                        layout,
                        new Backfill.Parts(
                                account -> way,
                                Runnable::run,
                                time,
                                new HistoryRun.Silent(),
                                Optional.empty(),
                                Optional.empty()))
                .run();
        assertThat(leftOut).isEmpty();
        return layout.output();
    }

    /** The samples of previous windows, and of all that is of the calendar alone, by time, for each series by its name and its sorted labels. */
    private static Map<String, NavigableMap<Instant, Double>> samples(Path file) throws Exception {
        Map<String, NavigableMap<Instant, Double>> series = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.contains("window=\"previous\"") && !line.startsWith("trro_interval_")) {
                continue;
            }
            int end = line.indexOf("} ");
            String[] sample = line.substring(end + 2).split(" ", -1);
            TreeMap<String, String> labels = new TreeMap<>();
            Matcher label = LABEL.matcher(line.substring(0, end));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            series.computeIfAbsent(line.substring(0, line.indexOf('{')) + labels, any -> new TreeMap<>())
                    .put(Instant.ofEpochSecond(Long.parseLong(sample[1])), Double.valueOf(sample[0]));
        }
        return series;
    }

    @Test
    void theSeriesAreTheSame() {
        assertThat(filled.keySet()).isEqualTo(live.keySet()).hasSizeGreaterThan(60);
    }

    /** A scrape within a poll interval after a bucket closed, or settled, may show what was known before. */
    @Test
    void theSamplesAreTheSameOnceTheExporterHasAsked() {
        long compared = 0;
        for (String name : filled.keySet()) {
            StatisticInterval interval = Stream.of(StatisticInterval.values())
                    .filter(one -> name.contains("interval=" + one.label()))
                    .findFirst()
                    .orElseThrow();
            for (Instant at = FROM.plus(STEP); at.isBefore(TO); at = at.plus(STEP)) {
                Instant closed = PastApi.start(interval, at, ZoneId.of("Asia/Shanghai"));
                Duration since = Duration.between(closed, at);
                if (since.compareTo(POLL_INTERVAL) > 0 && !since.equals(Duration.ofMinutes(10))) {
                    assertThat(filled.getOrDefault(name, new TreeMap<>()).get(at))
                            .as("%s at %s", name, at)
                            .isEqualTo(live.getOrDefault(name, new TreeMap<>()).get(at));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(30_000);
    }
}
