package trro.exporter.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.dashboards.Dashboard;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.rules.RuleReplay.Question;
import trro.exporter.rules.RuleReplay.Sample;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.support.DemoHistory;
import trro.exporter.support.Slow;

/**
 * Three exporters without lists of sessions over an hour's turn, beside the truth: 2,850 devices at one call a second, far
 * beyond their budget, so that most stand at figures of the middle of the hour for long; 10,000 at 16; and 200 at 16. promtool
 * takes 10,000 samples in a query and no more, so each is a part of its fleet that is asked so much slower.
 */
@Slow
class HoursTurnTest {

    private static final Duration SCRAPES = Duration.ofMinutes(2);

    /** In the fleet's time zone 17:00, 18:00 is the rush. */
    private static final Instant FROM = Instant.EPOCH.plus(9, ChronoUnit.HOURS);

    private static final Instant RUSH = FROM.plus(1, ChronoUnit.HOURS);
    private static final Instant CLOSE = FROM.plus(2, ChronoUnit.HOURS);
    private static final Instant TO = CLOSE.plus(62, ChronoUnit.MINUTES);

    private static final Fleet BEYOND_BUDGET = Fleet.seeded(1, 1, 285);
    private static final Fleet LARGE = Fleet.seeded(2, 1, 100);
    private static final Fleet SMALL = Fleet.seeded(3, 1, 20);

    private static final String BARS = ofEveryDevice(
            Dashboard.expr("device.json", "Sessions by hour", "A").replace("max(", "max by (project_id, device_id) ("));

    private static final List<Instant> MOMENTS = Stream.of(16, 30, 58)
            .map(minutes -> CLOSE.plus(minutes, ChronoUnit.MINUTES))
            .toList();

    private static final List<Fleet> FLEETS = new ArrayList<>();
    private static Map<Question, List<Sample>> answers = Map.of();

    private static String ofEveryDevice(String expr) {
        return expr.replaceAll("=~?\"\\$(job|instance|project|device)\"", "=~\".+\"");
    }

    @BeforeAll
    static void replay(@TempDir Path folder) throws Exception {
        List<Path> histories = new ArrayList<>();
        histories.add(history(BEYOND_BUDGET, Duration.ofSeconds(10), folder));
        histories.add(history(LARGE, Duration.ofMillis(6250), folder));
        histories.add(history(SMALL, Duration.ofMillis(625), folder));
        List<Question> questions = new ArrayList<>(List.of(new Question(RUSH, BARS)));
        for (Instant moment : MOMENTS) {
            for (String expr : List.of(
                    "device:trro_interval_start_timestamp_seconds:final",
                    "device:trro_sessions:final",
                    "device:trro_not_bad_sessions:final",
                    "trro_device_sessions{window=\"previous\"}",
                    "count_over_time(device:trro_low_hour:slot[5h])",
                    "ALERTS{alertname=\"TrroDeviceQualityLow\",alertstate=\"firing\"}")) {
                questions.add(new Question(moment, expr));
            }
        }
        answers = new RuleReplay(SCRAPES).answers(histories, questions, folder);
    }

    private static Path history(Fleet fleet, Duration call, Path folder) throws IOException {
        Path file = folder.resolve(fleet.projects().get(0).id() + ".om");
        DemoHistory.Pace pace =
                new DemoHistory.Pace(SCRAPES, Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1)), call);
        DemoHistory.write(new DemoHistory.Story(fleet, FROM, TO, "none", TO, pace), file);
        FLEETS.add(fleet);
        return withInstance("instance-" + FLEETS.size(), file);
    }

    /** The history of another exporter than that of all other stories. */
    private static Path withInstance(String instance, Path file) throws IOException {
        Path named = file.resolveSibling(instance);
        try (Stream<String> lines = Files.lines(file);
                var out = Files.newBufferedWriter(named)) {
            lines.filter(line -> line.startsWith("#") || line.contains("_device_") || line.startsWith("trro_"))
                    .map(line -> line.replaceFirst("instance=\"[^\"]*", "instance=\"" + instance))
                    .forEach(line -> {
                        try {
                            out.write(line + "\n");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
        Files.delete(file);
        return named;
    }

    private static List<Sample> answer(Instant at, String begin) {
        return answers.entrySet().stream()
                .filter(answer -> answer.getKey().at().equals(at)
                        && answer.getKey().expr().startsWith(begin))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** What TRRO says of the device's hour when all is over. */
    private static SessionStatistics truth(Sample device, Instant start) {
        String project = device.labels().getOrDefault("project_id", "");
        PollTarget target =
                PollTarget.ofDevice(project, device.labels().getOrDefault("device_id", ""), StatisticInterval.HOUR);
        return FLEETS.stream()
                .filter(fleet -> fleet.project(project).isPresent())
                .flatMap(fleet -> fleet.statistics(new StatisticsQuery(target, start, start), TO).stream())
                .findFirst()
                .orElseGet(() -> SessionStatistics.none(start, start));
    }

    private static boolean isLow(SessionStatistics hour, int leastSessions) {
        return hour.sessions() >= leastSessions && hour.notBadSessions() < 0.6 * hour.sessions();
    }

    private static Instant finalHour(Instant at, Sample device) {
        return answer(at, "device:trro_interval_start").stream()
                .filter(start -> sameDevice(start, device))
                .map(start -> Instant.ofEpochSecond((long) start.value()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean sameDevice(Sample one, Sample other) {
        return Stream.of("project_id", "device_id")
                .allMatch(label -> one.labels()
                        .getOrDefault(label, "")
                        .equals(other.labels().get(label)));
    }

    @Test
    void mostFiguresAreNotFinalWhenTheHourHasJustSettled() {
        assertThat(answer(MOMENTS.get(0), "trro_device_sessions"))
                .as("figures that the rules must not take")
                .filteredOn(shown -> shown.value() != truth(shown, RUSH).sessions())
                .hasSizeGreaterThan(20);
        assertThat(answer(MOMENTS.get(2), "device:trro_sessions:final"))
                .filteredOn(device -> finalHour(MOMENTS.get(2), device).equals(RUSH))
                .as("at last nearly all are")
                .hasSizeGreaterThan(300);
    }

    @Test
    void everyFinalFigureIsTheTruth() {
        for (Instant moment : MOMENTS) {
            assertThat(answer(moment, "device:trro_sessions:final"))
                    .isNotEmpty()
                    .allSatisfy(device -> assertThat(device.value()).isEqualTo((double)
                            truth(device, finalHour(moment, device)).sessions()));
            assertThat(answer(moment, "device:trro_not_bad_sessions:final"))
                    .isNotEmpty()
                    .allSatisfy(device -> assertThat(device.value()).isEqualTo((double)
                            truth(device, finalHour(moment, device)).notBadSessions()));
        }
    }

    @Test
    void noAlertNoLowHourAndNoBarIsFalse() {
        for (Instant moment : MOMENTS) {
            assertThat(answer(moment, "ALERTS")).allMatch(alert -> isLow(truth(alert, finalHour(moment, alert)), 5));
            assertThat(answer(moment, "count_over_time")).allMatch(slot -> isLow(truth(slot, hourOf(slot)), 3));
        }
        assertThat(answer(MOMENTS.get(2), "ALERTS")).as("it is a rush").isNotEmpty();
        assertThat(answer(MOMENTS.get(2), "count_over_time")).isNotEmpty();
        assertThat(answer(RUSH, "max by"))
                .hasSizeGreaterThan(300)
                .allSatisfy(bar -> assertThat(bar.value())
                        .isEqualTo((double) truth(bar, RUSH).notBadSessions()));
    }

    /** Each of six hours has a slot of its own. */
    private static Instant hourOf(Sample slot) {
        long number = Long.parseLong(slot.labels().getOrDefault("slot", ""));
        return Stream.iterate(CLOSE.minus(6, ChronoUnit.HOURS), hour -> hour.plus(1, ChronoUnit.HOURS))
                .filter(hour -> hour.getEpochSecond() / 3600 % 6 == number)
                .findFirst()
                .orElseThrow();
    }
}
