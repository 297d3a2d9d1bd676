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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.Slow;

/** A fleet of ten thousand targets is looked at all the time while its configuration changes in every way. */
@Slow
class ReloadedFleetTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int PROJECTS = 10;
    private static final int DEVICES = 499; // (499 + 1) targets x 2 intervals x 10 projects
    private static final int FIRST_STAYING = 9;
    private static final Duration FIRST_PICTURE = Duration.ofSeconds(700);
    private static final Duration RELOAD = FIRST_PICTURE.plusMillis(500);
    private static final Duration END = RELOAD.plusSeconds(2);
    private static final String COUNTER = "trro_api_requests_total";

    private final ReloadRig rig = new ReloadRig(config(PROJECTS, 0, 16, Duration.ofHours(1)));
    private final List<Set<String>> pages = new ArrayList<>();
    private final List<Map<String, Double>> moving = new ArrayList<>();

    @Test
    void noScrapeMissesASeriesThatStays() {
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, ZONE);
        ExporterConfig next = config(PROJECTS - 1, FIRST_STAYING, 12, Duration.ofHours(2));
        for (Duration at = FIRST_PICTURE; at.compareTo(END) < 0; at = at.plusMillis(100)) {
            if (at.equals(RELOAD)) {
                rig.at(at, () -> rig.reload(next));
            } else {
                rig.at(at, this::look);
            }
        }

        rig.run(END);

        Set<String> before = pages.get(0);
        Set<String> staying =
                before.stream().filter(series -> !this.leaves(series)).collect(Collectors.toSet());
        assertThat(before).hasSizeGreaterThan(2 * 6 * 10_000);
        assertThat(before).hasSizeGreaterThan(staying.size());
        assertThat(pages)
                .hasSize(24)
                .allSatisfy(page -> assertThat(missing(staying, page)).isEmpty());
        int reloaded = 5;
        assertThat(pages.subList(0, reloaded))
                .allSatisfy(page -> assertThat(page).anyMatch(this::leaves));
        assertThat(pages.subList(reloaded, pages.size()))
                .as("no removed target is left")
                .allSatisfy(page -> assertThat(page).noneMatch(this::leaves));
        for (int i = 1; i < moving.size(); i++) {
            Map<String, Double> earlier = moving.get(i - 1);
            moving.get(i)
                    .forEach((series, value) -> assertThat(value)
                            .as("neither a counter nor the time of an answer goes back: %s", series)
                            .isGreaterThanOrEqualTo(earlier.getOrDefault(series, 0.0)));
        }
        assertThat(everyTurnIsKept()).isTrue();
    }

    private void look() {
        Set<String> series = new HashSet<>();
        Map<String, Double> values = rig.page()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .peek(line -> series.add(line.substring(0, line.lastIndexOf(' '))))
                .filter(line -> line.startsWith(COUNTER) || line.startsWith("trro_project_last_success"))
                .filter(line -> !leaves(line))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        series.removeIf(line -> !line.contains("project_id=") && !line.startsWith(COUNTER));
        pages.add(series);
        moving.add(values);
    }

    /** The last project and the first devices of each other one are named no more. */
    private boolean leaves(String series) {
        return series.contains("project_id=\"project-9\"") || series.contains("device_id=\"old-");
    }

    private static List<String> missing(Set<String> wanted, Set<String> page) {
        return wanted.stream().filter(series -> !page.contains(series)).limit(5).toList();
    }

    /** After the reload only those are asked that were not asked for long, the project that is new first. */
    private boolean everyTurnIsKept() {
        Set<PollTarget> lately = new HashSet<>(rig.askedWithin(RELOAD.minusSeconds(60), RELOAD));
        List<PollTarget> then = List.copyOf(rig.askedWithin(RELOAD, END));
        assertThat(lately).hasSizeGreaterThan(600);
        assertThat(then).hasSizeGreaterThan(15);
        assertThat(then).filteredOn(target -> target.deviceId().isPresent()).noneMatch(lately::contains);
        assertThat(then.subList(0, 10)).anyMatch(target -> target.projectId().equals("new"));
        return true;
    }

    private static ExporterConfig config(int projects, int firstDevice, int requestsPerSecond, Duration maxAge) {
        List<ProjectConfig> named = new ArrayList<>(IntStream.range(0, projects)
                .mapToObj(number -> new ProjectConfig(
                        "project-" + number,
                        IntStream.range(firstDevice, DEVICES)
                                .mapToObj(device -> (device < FIRST_STAYING ? "old-" : "device-") + device)
                                .toList()))
                .toList());
        if (projects < PROJECTS) {
            named.add(new ProjectConfig("new", List.of()));
        }
        AccountConfig account = new AccountConfig(
                "main",
                URI.create("https://trro.example"),
                Optional.empty(),
                new CredentialsConfig.Env(),
                requestsPerSecond,
                named);
        return new ExporterConfig(
                ZONE,
                Duration.ofMinutes(10),
                maxAge,
                Map.of(
                        StatisticInterval.HOUR, Duration.ofMinutes(1),
                        StatisticInterval.DAY, Duration.ofMinutes(10)),
                List.of(account));
    }
}
