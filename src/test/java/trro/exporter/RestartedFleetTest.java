package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.storage.SealedState;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.Slow;

/** A process that polls ten thousand devices is killed, and another one goes on from what was saved a while before. */
@Slow
class RestartedFleetTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int PROJECTS = 10;
    private static final int DEVICES = 1000;
    private static final Duration SAVED = Duration.ofSeconds(750);
    private static final Duration KILLED = SAVED.plusSeconds(30);
    private static final Duration AWAY = Duration.ofSeconds(15);

    private final ExporterConfig config = config();
    private final ReloadRig before = new ReloadRig(config);
    private final List<byte[]> kept = new ArrayList<>();
    private final List<Double> oldestThen = new ArrayList<>();

    @Test
    void theFirstPageIsWholeAndNoFigureIsOlderThanTheTimeAway() {
        before.rows = (account, query) ->
                ReloadRig.rows(query, 1 + Math.floorMod(query.target().hashCode(), 399), ZONE);
        before.at(SAVED, () -> {
            kept.add(before.accounts().kept());
            oldestThen.add(staleness(before));
        });
        before.run(KILLED);

        ReloadRig after = before.restarted(config, kept.get(0), AWAY);
        after.rows = before.rows;

        Set<String> old = figures(before).keySet();
        Set<String> first = figures(after).keySet();
        assertThat(missing(old, first)).isEmpty();
        assertThat(missing(first, old)).isEmpty();
        assertThat(first.size()).isGreaterThan(2 * 6 * PROJECTS * DEVICES);
        assertThat(after.accounts().reasonNotReady()).isEmpty();
        Map<String, Double> then = answers(before);
        double saved = before.time.now().minus(KILLED.minus(SAVED)).toEpochMilli() / 1000.0;
        answers(after)
                .forEach((series, at) -> assertThat(at)
                        .as("only what was answered since the saving is lost: %s", series)
                        .matches(time -> time.equals(then.get(series)) || then.getOrDefault(series, 0.0) > saved));
        assertThat(SealedState.seal(kept.get(0)).length / first.size())
                .as("bytes a series")
                .isLessThan(100);
        assertNoGapAfter(after);
    }

    private void assertNoGapAfter(ReloadRig after) {
        Map<String, Double> saved = answers(after);
        List<Integer> shown = new ArrayList<>();
        List<Double> oldest = new ArrayList<>();
        for (int second : List.of(1, 2, 3, 5, 10, 20, 30, 45, 59)) {
            after.at(Duration.ofSeconds(second), () -> {
                shown.add(sessions(after));
                oldest.add(staleness(after));
            });
        }

        after.run(Duration.ofSeconds(60));

        assertThat(shown).hasSize(9).containsOnly(2 * PROJECTS * DEVICES);
        double away = KILLED.minus(SAVED).plus(AWAY).toSeconds();
        assertThat(oldest)
                .as("the sweep goes on where it stood: nobody waits for longer than the others did, and the time away")
                .allSatisfy(age -> assertThat(age).isLessThan(oldestThen.get(0) + away + 5));
        Set<PollTarget> asked = new HashSet<>();
        after.asked.forEach(call -> asked.add(call.target()));
        double median = saved.values().stream()
                .sorted()
                .skip(saved.size() / 2)
                .findFirst()
                .orElseThrow();
        assertThat(asked)
                .hasSizeGreaterThan(800)
                .filteredOn(target -> target.deviceId().isPresent())
                .allSatisfy(target -> assertThat(saved.get(series(target))).isLessThan(median));
    }

    private static List<String> missing(Set<String> wanted, Set<String> page) {
        return wanted.stream().filter(series -> !page.contains(series)).limit(5).toList();
    }

    private static String series(PollTarget target) {
        return "trro_device_last_success_timestamp_seconds{device_id=\"%s\",interval=\"hour\",project_id=\"%s\"}"
                .formatted(target.deviceId().orElseThrow(), target.projectId());
    }

    private static double staleness(ReloadRig rig) {
        return new ScrapedPage(rig.page("trro_poll_staleness_seconds"))
                .value("trro_poll_staleness_seconds{interval=\"hour\"}");
    }

    private static int sessions(ReloadRig rig) {
        return new ScrapedPage(rig.page("trro_device_sessions")).size();
    }

    private static Map<String, Double> figures(ReloadRig rig) {
        Map<String, Double> all = rig.scrape().startingWith("trro_");
        all.keySet().removeIf(series -> !series.contains("project_id="));
        return all;
    }

    private static Map<String, Double> answers(ReloadRig rig) {
        return new ScrapedPage(rig.page("trro_device_last_success_timestamp_seconds"))
                .startingWith("trro_device_last_success");
    }

    private static ExporterConfig config() {
        List<ProjectConfig> named = IntStream.range(0, PROJECTS)
                .mapToObj(project -> new ProjectConfig(
                        "project-" + project,
                        IntStream.range(0, DEVICES)
                                .mapToObj(device -> "device-" + device)
                                .toList()))
                .toList();
        AccountConfig account = new AccountConfig(
                "main", URI.create("https://trro.example"), Optional.empty(), new CredentialsConfig.Env(), 16, named);
        return new ExporterConfig(
                ZONE,
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1)),
                List.of(account));
    }
}
