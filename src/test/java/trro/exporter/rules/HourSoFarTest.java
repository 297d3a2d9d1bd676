package trro.exporter.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.rules.RuleReplay.Firing;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.QualityDrop;
import trro.exporter.support.DemoHistory;
import trro.exporter.support.Slow;

/** Drops of quality that begin at any minute, on one day: how soon they are told, and for how long. */
@Slow
class HourSoFarTest {

    private static final Duration STEP = Duration.ofMinutes(2);

    private static final DemoHistory.Pace PACE =
            new DemoHistory.Pace(STEP, Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1)));

    /** On a Thursday from ten in the morning, in the fleet's time zone, soon after the beginning of promtool's time. */
    private static final Instant FROM = Instant.EPOCH.plus(2, ChronoUnit.HOURS);

    private static final Instant TO = FROM.plus(11, ChronoUnit.HOURS);

    private static final Fleet CALM = MonthOfAlertsTest.calm(List.of());
    private static final String ONE = CALM.projects().get(0).id();
    private static final String OTHER = CALM.projects().get(1).id();

    /** From 11:03, from 17:10 and from 18:11 in the fleet's time zone: one of an hour with few sessions, two of the rush. */
    private static final List<QualityDrop> DROPS = List.of(
            drop(ONE, 3 * 60 + 3, 57, 0.2), drop(ONE, 9 * 60 + 10, 50, 0.3), drop(OTHER, 10 * 60 + 11, 49, 0.0));

    private static final Fleet FLEET = MonthOfAlertsTest.calm(DROPS);

    private static Map<Instant, Set<Firing>> firing = Map.of();

    private static QualityDrop drop(String project, int fromMinute, int minutes, double notBadRatio) {
        Instant from = Instant.EPOCH.plus(Duration.ofMinutes(fromMinute));
        return new QualityDrop(project, Optional.empty(), from, from.plus(Duration.ofMinutes(minutes)), notBadRatio);
    }

    @BeforeAll
    static void replay(@TempDir Path folder) throws Exception {
        Path history = folder.resolve("history.om");
        DemoHistory.write(new DemoHistory.Story(FLEET, FROM, TO, "none", TO, PACE), history);
        Set<Instant> moments = IntStream.range(5, 11 * 30)
                .mapToObj(step -> FROM.plus(STEP.multipliedBy(step)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        firing = new RuleReplay(PACE.scrapes()).firing(history, moments, folder);
    }

    /** The first minute at which the figures of its hour so far show the drop: see thresholds.yml. */
    private static Instant shown(QualityDrop drop) {
        return Stream.iterate(drop.from().truncatedTo(ChronoUnit.MINUTES), minute -> minute.plusSeconds(60))
                .limit(drop.to().getEpochSecond() / 60 - drop.from().getEpochSecond() / 60)
                .filter(minute -> isLow(drop.projectId(), minute))
                .findFirst()
                .orElseThrow(() -> new AssertionError("never shown: " + drop));
    }

    private static boolean isLow(String project, Instant minute) {
        Instant hour = minute.truncatedTo(ChronoUnit.HOURS);
        PollTarget target = PollTarget.ofProject(project, StatisticInterval.HOUR);
        List<SessionStatistics> rows = FLEET.statistics(new StatisticsQuery(target, hour, minute), minute);
        return rows.stream()
                .filter(row -> row.start().equals(hour) && row.sessions() >= 12)
                .anyMatch(row -> upperEnd(row.notBadSessions(), row.sessions()) < 0.75);
    }

    /** The upper end of Wilson's interval, one-sided at 97.7 %, as the books write it. */
    private static double upperEnd(long notBad, long sessions) {
        double z = 2;
        double share = (double) notBad / sessions;
        double spread = z * Math.sqrt(share * (1 - share) / sessions + z * z / (4.0 * sessions * sessions));
        return (share + z * z / (2.0 * sessions) + spread) / (1 + z * z / sessions);
    }

    private static boolean fires(String alert, QualityDrop drop, Instant moment) {
        return firing.getOrDefault(moment, Set.of()).contains(new Firing(alert, drop.projectId(), Optional.empty()));
    }

    private static boolean told(QualityDrop drop, Instant moment) {
        return fires("TrroProjectQualityLowThisHour", drop, moment);
    }

    @Test
    void aDropIsToldWithinFifteenMinutesOfWhenTheFiguresShowIt() {
        for (QualityDrop drop : DROPS) {
            Instant shown = shown(drop);
            Instant told = firing.keySet().stream()
                    .filter(moment -> !moment.isBefore(drop.from()) && told(drop, moment))
                    .findFirst()
                    .orElseThrow();

            assertThat(told).as("%s", drop).isBetween(shown, shown.plus(Duration.ofMinutes(15)));
        }
    }

    @Test
    void itIsToldWithoutABreakUntilTheHourIsJudgedAsAWhole() {
        int asAWhole = 0;
        for (QualityDrop drop : DROPS) {
            Instant shown = shown(drop);
            Instant judged = shown.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(60 + 20));

            assertThat(firing.keySet())
                    .filteredOn(moment -> !moment.isBefore(shown.plus(Duration.ofMinutes(15))))
                    .filteredOn(moment -> !moment.isAfter(judged))
                    .isNotEmpty()
                    .allMatch(moment -> told(drop, moment), "told");
            asAWhole += fires("TrroProjectQualityLow", drop, judged) ? 1 : 0;
        }
        assertThat(asAWhole).as("hours with enough sessions").isEqualTo(2);
    }

    @Test
    void nothingIsToldOfQuietHours() {
        List<Instant> quiet = firing.keySet().stream()
                .filter(moment -> DROPS.stream()
                        .noneMatch(drop -> !moment.isBefore(drop.from())
                                && moment.isBefore(drop.to().plus(Duration.ofHours(3)))))
                .toList();

        assertThat(quiet)
                .isNotEmpty()
                .allSatisfy(moment -> assertThat(firing.get(moment)).isEmpty());
    }
}
