package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.Patience.PATIENCE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.PrometheusServer;
import trro.exporter.support.Slow;

/** A night in which nothing was scraped is filled from what a real Prometheus lacks, and nothing else is touched. */
@Slow
class OnlyGapsTest {

    private static final Instant FROM = Instant.parse("2026-10-23T22:00:00Z");
    private static final Instant TO = Instant.parse("2026-10-26T23:00:00Z");

    /** Over the end of summer time. The hour before 20:00Z was seen, and not again after it had settled. */
    private static final Instant LAST_HOUR = Instant.parse("2026-10-24T20:00:00Z");

    private static final Instant HOLE_FROM = Instant.parse("2026-10-24T20:07:00Z");

    private static final Instant HOLE_TO = Instant.parse("2026-10-25T05:40:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final PastTrro trro = new PastTrro();

    @AfterEach
    void close() {
        trro.close();
    }

    private ChildProcess backfill(String output, String... more) throws Exception {
        List<String> options =
                new ArrayList<>(List.of("--output=" + folder.resolve(output), "--from=2026-10-24", "--to=2026-10-27"));
        options.addAll(List.of(more));
        ChildProcess backfill = trro.backfill(folder, options);
        backfill.awaitExit(PATIENCE);
        return backfill;
    }

    private PrometheusServer prometheus() throws Exception {
        return PrometheusServer.start(folder, "scrape_configs: []\n");
    }

    /** What an exporter had shown but for the night; of the last hour before it what it knew before that settled. */
    private Path live() throws Exception {
        try (ChildProcess all = backfill("all.om")) {
            assertThat(all.err()).isEmpty();
        }
        List<String> kept = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("all.om"))) {
            Instant at = line.startsWith("#")
                    ? Instant.EPOCH
                    : Instant.ofEpochSecond(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
            if (at.isBefore(HOLE_FROM) || !at.isBefore(HOLE_TO)) {
                kept.add(line);
            }
            if (at.equals(LAST_HOUR.minusSeconds(300))
                    && line.contains("_last_success_")
                    && line.contains("\"hour\"")) {
                long asked = LAST_HOUR.plusSeconds(300).getEpochSecond();
                kept.add(line.replaceFirst(" \\S+ \\S+$", " " + asked + " " + asked));
            }
        }
        return Files.write(folder.resolve("live.om"), kept);
    }

    @Test
    void aLostNightIsFilledAndNoSampleIsDoubled() throws Exception {
        Path live = live();
        PrometheusServer.load(live, folder);
        int before = trro.questions().size();
        try (PrometheusServer prometheus = prometheus();
                ChildProcess gaps = backfill("gaps.om", "--only-gaps", "--prometheus=" + prometheus.uri())) {
            assertThat(gaps.awaitExit(PATIENCE)).as(gaps.err()).isZero();
        }
        Path filled = folder.resolve("gaps.om");
        assertThat(trro.questions().subList(before, trro.questions().size()).stream()
                        .filter(asked ->
                                asked.from() >= HOLE_FROM.minusSeconds(7200).getEpochSecond())
                        .filter(asked -> asked.interval().equals("hour")))
                .as("one question for each target")
                .hasSize(3);

        Map<String, NavigableMap<Instant, Double>> there = HistoryFile.read(live);
        Map<String, NavigableMap<Instant, Double>> added = HistoryFile.read(filled);
        assertThat(added).isNotEmpty();
        added.forEach((series, samples) -> {
            Set<Instant> doubled = new HashSet<>(samples.keySet());
            doubled.retainAll(
                    there.getOrDefault(series, new java.util.TreeMap<>()).keySet());
            assertThat(doubled).as(series).isEmpty();
            assertThat(samples.keySet())
                    .as(series)
                    .allSatisfy(at -> assertThat(at).isBetween(HOLE_FROM, Instant.parse("2026-10-25T05:00:00Z")));
        });

        PrometheusServer.load(filled, folder);
        try (PrometheusServer prometheus = prometheus();
                ChildProcess again = backfill("again.om", "--only-gaps", "--prometheus=" + prometheus.uri())) {
            for (Optional<String> device : List.of(Optional.<String>empty(), Optional.of("d1"), Optional.of("d2"))) {
                assertTruth(prometheus, new PollTarget("p", device, StatisticInterval.HOUR));
            }
            assertThat(again.awaitExit(PATIENCE)).as(again.err()).isZero();
            assertThat(again.out()).isEqualToNormalizingNewlines("Nothing is lacking.\n");
        }
    }

    /** At the end of each hour the figures of the one before. */
    private static void assertTruth(PrometheusServer prometheus, PollTarget target) throws Exception {
        String expr = target.deviceId()
                        .map(device -> "trro_device_sessions{device_id=\"" + device + "\",")
                        .orElse("trro_project_sessions{")
                + "interval=\"hour\",window=\"previous\"}";
        Map<Instant, Double> expected = new HashMap<>();
        for (Instant end = FROM; end.isBefore(TO); end = end.plusSeconds(3600)) {
            expected.put(end.plusSeconds(3599), (double) PastApi.sessions(target, end.minusSeconds(3600)));
        }
        assertThat(prometheus.range(expr, FROM.plusSeconds(3599), TO, Duration.ofHours(1)))
                .singleElement()
                .satisfies(series -> assertThat(series.points()).isEqualTo(expected));
        assertThat(prometheus.instant("count_over_time(" + expr + "[73h])", TO.minusSeconds(1)))
                .singleElement()
                .satisfies(series -> assertThat(series.points().values())
                        .as("samples, twelve an hour at most")
                        .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(73 * 12)));
    }

    @Test
    void labelsOfOtherSeriesAreRefused() throws Exception {
        PrometheusServer.load(live(), folder);
        try (PrometheusServer prometheus = prometheus();
                ChildProcess gaps =
                        backfill("gaps.om", "--only-gaps", "--prometheus=" + prometheus.uri(), "--label=job=trucks")) {
            assertThat(gaps.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(gaps.err())
                    .startsWith(
                            "Prometheus has these series with {job=trro}, and the samples to come have {job=trucks};"
                                    + " give what your scrape job adds by --label");
        }
    }
}
