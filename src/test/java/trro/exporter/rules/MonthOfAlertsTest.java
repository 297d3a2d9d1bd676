package trro.exporter.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.rules.RuleReplay.Firing;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.QualityDrop;
import trro.exporter.simulator.fleet.SimulatedDevice;
import trro.exporter.simulator.fleet.SimulatedDevice.Behaviour;
import trro.exporter.simulator.fleet.SimulatedProject;
import trro.exporter.support.DemoHistory;
import trro.exporter.support.Slow;

/**
 * A month in the life of a fleet with scripted drops of quality: the real polling and page, judged by the shipped rules in
 * Prometheus' own engine. What is true is computed from the fleet itself.
 */
@Slow
class MonthOfAlertsTest {

    private static final DemoHistory.Pace PACE = new DemoHistory.Pace(
            Duration.ofMinutes(15),
            Map.of(StatisticInterval.HOUR, Duration.ofMinutes(5), StatisticInterval.DAY, Duration.ofMinutes(10)));

    /** A Thursday morning in the fleet's time zone, a week after the beginning of Unix time. */
    private static final Instant FROM = Instant.EPOCH.plus(7, ChronoUnit.DAYS);

    private static final Instant TO = FROM.plus(30, ChronoUnit.DAYS);

    /** Long enough after an hour's close to have alerted, and soon enough to be of use. */
    private static final Duration JUDGED_AFTER = Duration.ofMinutes(45);

    private static final Fleet CALM = calm(List.of());
    private static final String LARGE = CALM.projects().get(0).id();
    private static final String SMALL = CALM.projects().get(1).id();
    private static final String TRUCK = CALM.projects().get(0).devices().get(0).id();

    /** Those that an operator must hear of at once: of hours with sessions enough to tell. */
    private static final List<QualityDrop> GRAVE = List.of(
            drop(LARGE, "", "1970-01-14T17:00", "1970-01-14T19:00", 0.3),
            drop(LARGE, "", "1970-01-21T17:00", "1970-01-21T19:00", 0.5),
            drop(LARGE, "", "1970-01-27T18:00", "1970-01-27T19:00", 0.0));

    /** Of a device that has few sessions in an hour, so that the day must tell. */
    private static final QualityDrop DAY_LONG = drop(LARGE, TRUCK, "1970-01-29T00:00", "1970-01-30T00:00", 0.1);

    /** Those that are too small, or at a time with too few sessions, to be told from chance. */
    private static final List<QualityDrop> SLIGHT = List.of(
            drop(LARGE, "", "1970-01-16T08:00", "1970-01-16T10:00", 0.88),
            drop(SMALL, "", "1970-01-23T14:00", "1970-01-23T15:00", 0.5),
            drop(LARGE, TRUCK, "1970-02-03T11:00", "1970-02-03T12:00", 0.5));

    /** On days of their own, of any hour, length and size: another month with {@code -Dalerts.seed=NUMBER}. */
    private static final List<QualityDrop> UNKNOWN = unknown(new Random(Long.getLong("alerts.seed", 12)));

    private static final List<QualityDrop> DROPS = Stream.of(GRAVE, List.of(DAY_LONG), SLIGHT, UNKNOWN)
            .flatMap(List::stream)
            .toList();

    private static final Fleet FLEET = calm(DROPS);

    private static Map<Instant, Set<Firing>> firing = Map.of();

    private static List<QualityDrop> unknown(Random random) {
        return Stream.of("01-12", "01-13", "01-15", "01-19", "01-20", "01-22", "01-26", "01-28", "02-02")
                .map(day -> {
                    Instant from = local("1970-" + day + "T05:00").plus(Duration.ofMinutes(random.nextInt(15 * 60)));
                    Instant to = from.plus(Duration.ofMinutes(20 + random.nextInt(160)));
                    String project = random.nextInt(3) < 2 ? LARGE : SMALL;
                    return new QualityDrop(project, Optional.empty(), from, to, random.nextDouble() * 0.8);
                })
                .toList();
    }

    /** A fleet without devices that are bad at all times, and with these drops. */
    static Fleet calm(List<QualityDrop> drops) {
        Fleet seeded = Fleet.seeded(7, 2, 44);
        List<SimulatedProject> projects = seeded.projects().stream()
                .map(project -> new SimulatedProject(
                        project.id(),
                        project.name(),
                        project.cockpits(),
                        project.devices().stream().map(MonthOfAlertsTest::calm).toList()))
                .toList();
        return new Fleet(7, seeded.zone(), projects, drops);
    }

    /** Without the devices that are bad at all times, which would be alerted at all times. */
    private static SimulatedDevice calm(SimulatedDevice device) {
        Behaviour behaviour = device.behaviour() == Behaviour.BAD_NETWORK ? Behaviour.SOUND : device.behaviour();
        return new SimulatedDevice(device.id(), device.name(), behaviour, device.type());
    }

    private static QualityDrop drop(String project, String device, String from, String to, double notBadRatio) {
        return new QualityDrop(
                project, Optional.of(device).filter(id -> !id.isEmpty()), local(from), local(to), notBadRatio);
    }

    private static Instant local(String dateTime) {
        return LocalDateTime.parse(dateTime).atZone(CALM.zone()).toInstant();
    }

    @BeforeAll
    static void replay(@TempDir Path folder) throws Exception {
        Path history = folder.resolve("history.om");
        DemoHistory.write(new DemoHistory.Story(FLEET, FROM, TO, "none", TO, PACE), history);
        firing = new RuleReplay(PACE.scrapes()).firing(history, moments(), folder);
    }

    /** One in every hour but those of the first day, which have no day before. */
    private static Set<Instant> moments() {
        return IntStream.range(24, 30 * 24 - 1)
                .mapToObj(hour -> FROM.plus(hour, ChronoUnit.HOURS).plus(JUDGED_AFTER))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Instant lastHour(Instant moment) {
        return moment.truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
    }

    /** What the thresholds in thresholds.yml call low in the hour that begins at {@code start}. */
    private static Set<Firing> low(Instant start) {
        Set<Firing> low = new LinkedHashSet<>();
        for (SimulatedProject project : FLEET.projects()) {
            PollTarget whole = PollTarget.ofProject(project.id(), StatisticInterval.HOUR);
            if (isLow(whole, start, TO, 30, 0.75)) {
                low.add(new Firing("TrroProjectQualityLow", project.id(), Optional.empty()));
            }
            for (SimulatedDevice device : project.devices()) {
                PollTarget target = PollTarget.ofDevice(project.id(), device.id(), StatisticInterval.HOUR);
                if (isLow(target, start, TO, 5, 0.6)) {
                    low.add(new Firing("TrroDeviceQualityLow", project.id(), Optional.of(device.id())));
                }
            }
        }
        return low;
    }

    private static boolean isLow(PollTarget target, Instant start, Instant asOf, int leastSessions, double leastRatio) {
        StatisticsQuery query = new StatisticsQuery(target, start, start.plusSeconds(1));
        return FLEET.statistics(query, asOf).stream()
                .filter(row -> row.start().equals(start))
                .anyMatch(row -> row.sessions() >= leastSessions && row.notBadSessions() < leastRatio * row.sessions());
    }

    private static Set<Firing> byHour(Set<Firing> alerts) {
        return alerts.stream()
                .filter(alert -> alert.alert().equals("TrroProjectQualityLow")
                        || alert.alert().equals("TrroDeviceQualityLow"))
                .collect(Collectors.toSet());
    }

    @Test
    void everyLowHourIsAlertedWithinAnHourOfItsCloseAndNoOther() {
        firing.forEach((moment, alerts) ->
                assertThat(byHour(alerts)).as("at %s", moment).isEqualTo(low(lastHour(moment))));
    }

    @Test
    void everyGraveDropIsAmongThem() {
        for (QualityDrop drop : GRAVE) {
            assertThat(firing.entrySet().stream()
                            .filter(at -> !lastHour(at.getKey()).isBefore(drop.from())
                                    && lastHour(at.getKey()).isBefore(drop.to()))
                            .flatMap(at -> byHour(at.getValue()).stream()))
                    .as("%s", drop)
                    .anyMatch(alert -> alert.projectId().equals(drop.projectId())
                            && alert.deviceId().equals(drop.deviceId()));
        }
    }

    @Test
    void aDayLongDropOfADeviceIsAlertedWithinAnHourOfWhenTheDayTellsIt() {
        Instant told = Stream.iterate(DAY_LONG.from(), hour -> hour.plus(1, ChronoUnit.HOURS))
                .filter(hour ->
                        isLow(PollTarget.ofDevice(LARGE, TRUCK, StatisticInterval.DAY), DAY_LONG.from(), hour, 15, 0.7))
                .findFirst()
                .orElseThrow();
        Firing today = new Firing("TrroDeviceQualityLowToday", LARGE, Optional.of(TRUCK));

        assertThat(told).isBefore(DAY_LONG.to());
        assertThat(firing.get(told.plus(JUDGED_AFTER))).contains(today);
        assertThat(firing.get(DAY_LONG.from().minus(Duration.ofMinutes(15)))).doesNotContain(today);
        assertThat(firing.get(DAY_LONG.to().plus(JUDGED_AFTER))).doesNotContain(today);
    }

    @Test
    void noSlightDropIsAlerted() {
        for (QualityDrop drop : SLIGHT) {
            assertThat(firing.entrySet().stream()
                            .filter(at -> !at.getKey().isBefore(drop.from())
                                    && at.getKey().isBefore(drop.to().plus(JUDGED_AFTER)))
                            .flatMap(at -> at.getValue().stream())
                            .filter(alert -> alert.projectId().equals(drop.projectId())))
                    .as("%s", drop)
                    .isEmpty();
        }
    }

    /** The hour so far alerts for an hour after it was low, so that a look in every hour finds each. */
    @Test
    void theHourSoFarTellsEveryGraveDropAndNoQuietHour() {
        for (QualityDrop drop : GRAVE) {
            assertThat(firing.entrySet().stream()
                            .filter(at -> within(drop, at.getKey()))
                            .flatMap(at -> at.getValue().stream()))
                    .as("%s", drop)
                    .contains(new Firing("TrroProjectQualityLowThisHour", drop.projectId(), Optional.empty()));
        }
        assertThat(firing.entrySet().stream()
                        .flatMap(at -> at.getValue().stream()
                                .filter(alert -> alert.alert().endsWith("ThisHour"))
                                .filter(alert -> DROPS.stream()
                                        .noneMatch(drop -> drop.projectId().equals(alert.projectId())
                                                && within(drop, at.getKey())))
                                .map(alert -> at.getKey() + " " + alert)))
                .as("false alarms")
                .isEmpty();
    }

    /** Until an hour after its last hour. */
    private static boolean within(QualityDrop drop, Instant moment) {
        return !moment.isBefore(drop.from()) && moment.isBefore(drop.to().plus(2, ChronoUnit.HOURS));
    }

    @Test
    void nothingIsAlertedAtWeekends() {
        Map<Instant, Set<Firing>> weekends = firing.entrySet().stream()
                .filter(at -> isWeekend(lastHour(at.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        assertThat(weekends).hasSizeGreaterThan(8 * 23);
        assertThat(weekends).allSatisfy((moment, alerts) -> assertThat(alerts).isEmpty());
    }

    private static boolean isWeekend(Instant instant) {
        DayOfWeek day = ZonedDateTime.ofInstant(instant, CALM.zone()).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }
}
