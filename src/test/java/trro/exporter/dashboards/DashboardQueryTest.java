package trro.exporter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.config.Defaults;
import trro.exporter.dashboards.Dashboard.Target;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.support.DemoHistory;
import trro.exporter.support.PrometheusServer;
import trro.exporter.support.PrometheusServer.Series;
import trro.exporter.support.Slow;

/** What the dashboards ask is answered by a real Prometheus that holds days of the demo, and rightly so. */
@Slow
class DashboardQueryTest {

    /** As the dashboards say, and as TRRO's days are. */
    private static final ZoneId ZONE = Fleet.TRRO_ZONE;

    private static final LocalDate FIRST_DAY = LocalDate.of(2025, 3, 9);
    private static final LocalDate LAST_DAY = FIRST_DAY.plusDays(8);
    private static final Instant FROM = at(FIRST_DAY, "00:00");
    /** All is well, and has been for days; the moment of a scrape, since tiles look no further back than two minutes. */
    private static final Instant WELL = at(LAST_DAY, "15:15");
    /** One project has not been answered for two hours. */
    private static final Instant ILL = at(LAST_DAY, "17:45");

    private static final DemoHistory.Pace PACE = new DemoHistory.Pace(Duration.ofMinutes(15), Defaults.POLL_INTERVALS);
    private static final Fleet FLEET = Fleet.seeded(1, 2, 18);
    private static final String PROJECT = FLEET.projects().get(0).id();
    private static final String FAILING_PROJECT = FLEET.projects().get(1).id();
    private static final String DEVICE =
            FLEET.projects().get(0).devices().get(0).id();

    /** Queries that answer nothing when all is well, each with its reason. */
    private static final Map<String, String> EMPTY_WHEN_WELL = Map.of(
            "fleet.json Oldest devices A", "lists devices that are not answered",
            "exporter.json Firing alerts A", "lists alerts",
            "exporter.json Failed requests A", "a code has no series before it has occurred");

    /** Queries that answer nothing of this history. */
    private static final Set<String> NEVER_HERE =
            Set.of("exporter.json Why is a number missing? E", "exporter.json Defects and missing keys C");

    private static PrometheusServer prometheus;

    @BeforeAll
    static void fillPrometheus(@TempDir Path folder) throws Exception {
        Path history = folder.resolve("history.om");
        DemoHistory.write(
                new DemoHistory.Story(FLEET, FROM, ILL, FAILING_PROJECT, ILL.minus(2, ChronoUnit.HOURS), PACE),
                history);
        prometheus = PrometheusServer.of(history, folder, PACE.scrapes().plusMinutes(1));
        Files.delete(history);
    }

    @AfterAll
    static void stop() throws IOException {
        prometheus.close();
    }

    private static Instant at(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(ZONE).toInstant();
    }

    /** Every target of every dashboard, once for each option of each variable that it uses. */
    static Stream<DashboardQuery> queries() {
        return Dashboard.all()
                .flatMap(dashboard -> dashboard.targets().stream().flatMap(target -> queries(dashboard, target)));
    }

    private static Stream<DashboardQuery> queries(Dashboard dashboard, Target target) {
        Stream<DashboardQuery> others = dashboard.variables().stream()
                .filter(variable ->
                        target.expr().contains("$" + variable.path("name").stringValue("")))
                .flatMap(variable -> variable.path("options").values().stream()
                        .map(option -> query(
                                dashboard,
                                target,
                                Map.of(
                                        variable.path("name").stringValue(""),
                                        option.path("value").stringValue("")))));
        return Stream.concat(Stream.of(query(dashboard, target, Map.of())), others);
    }

    /** A viewer has chosen a device where there is one to choose. */
    private static DashboardQuery query(Dashboard dashboard, Target target, Map<String, String> chosen) {
        Map<String, String> all = new HashMap<>(chosen);
        if (dashboard.file().equals("device.json")) {
            all.putAll(Map.of("project", PROJECT, "device", DEVICE));
        }
        return new DashboardQuery(dashboard, target, all);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyQueryIsAnsweredWithNumbers(DashboardQuery query) throws Exception {
        List<Series> well = query.answer(prometheus, WELL);
        List<Series> ill = query.answer(prometheus, ILL);

        assertThat(well.isEmpty())
                .as("%s is empty when all is well", query)
                .isEqualTo(EMPTY_WHEN_WELL.containsKey(query.dashboard() + " " + query.target()) || neverHere(query));
        if (neverHere(query)) {
            assertThat(ill).isEmpty();
            return;
        }
        assertThat(ill).as("%s when a project fails", query).isNotEmpty();
        assertThat(Stream.concat(well.stream(), ill.stream()).flatMap(series -> series.points().values().stream()))
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value).isFinite());
    }

    /** The demo polls no cockpits. */
    private static boolean neverHere(DashboardQuery query) {
        String name = query.dashboard() + " " + query.target();
        return NEVER_HERE.contains(name)
                || (name.startsWith("fleet.json Worst devices")
                        && query.chosen().containsValue("field"));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void nothingIsMadeUpWhereNothingIsKnown(DashboardQuery query) throws Exception {
        List<Series> answer = query.answer(prometheus, FROM.minus(31, ChronoUnit.DAYS));

        assertThat(answer.isEmpty())
                .as("%s before there was an exporter", query)
                .isEqualTo(!query.target().expr().equals("vector($target)"));
    }

    @ParameterizedTest
    @MethodSource("trro.exporter.dashboards.Dashboard#all")
    void everyVariableFindsSomething(Dashboard dashboard) throws Exception {
        Map<String, String> values = new LinkedHashMap<>(dashboard.defaults());
        values.replaceAll((name, value) -> name.equals("project") ? PROJECT : value);
        for (JsonNode variable : dashboard.variables()) {
            if (variable.path("type").stringValue("").equals("query")) {
                String query = DashboardQuery.substitute(Dashboard.variableQuery(variable), values);
                Matcher parts = Pattern.compile("label_values\\((.+), (\\w+)\\)|query_result\\((.+)\\)")
                        .matcher(query);
                assertThat(parts.matches()).as(query).isTrue();
                if (parts.group(3) != null) {
                    assertNamesAreOffered(variable, parts.group(3).replace("$__range", "9d"));
                    continue;
                }

                List<Map<String, String>> found = prometheus.matching(parts.group(1), FROM, WELL);

                assertThat(found)
                        .as(query)
                        .isNotEmpty()
                        .allSatisfy(labels -> assertThat(labels).containsKey(parts.group(2)));
            }
        }
    }

    /** Grafana takes the value and the text of a choice from the labels by a regular expression. */
    private static void assertNamesAreOffered(JsonNode variable, String expr) throws Exception {
        Pattern regex = Pattern.compile(variable.path("regex").stringValue("").replaceFirst("^/(.+)/g$", "$1"));
        String id = variable.path("name").stringValue("").startsWith("project") ? "project_id" : "device_id";

        assertThat(prometheus.instant(expr, WELL)).as(expr).isNotEmpty().allSatisfy(series -> {
            Map<String, String> choice = new HashMap<>();
            for (Map.Entry<String, String> label : series.labels().entrySet()) {
                Matcher part = regex.matcher(label.getKey() + "=\"" + label.getValue() + "\"");
                if (part.find()) {
                    List.of("value", "text").forEach(group -> {
                        if (part.group(group) != null) {
                            choice.put(group, part.group(group));
                        }
                    });
                }
            }
            assertThat(choice).containsEntry("value", series.labels().get(id));
            assertThat(choice.get("text")).matches("\\S.* · " + choice.get("value"));
        });
    }

    @Test
    void aBarStandsAtTheStartOfItsHourAndIsWhatTrroSays() throws Exception {
        Map<Instant, Double> notBad = points("Sessions by hour", "A");
        Map<Instant, Double> bad = points("Sessions by hour", "B");

        assertThat(notBad).hasSizeBetween(22, 25).hasSameSizeAs(bad);
        // What lies ahead of that moment is there to see in this history, but of one project alone.
        notBad.keySet().removeIf(hour -> hour.isAfter(at(LAST_DAY, "14:00")));
        notBad.forEach((hour, bar) -> assertThat(bar + Objects.requireNonNull(bad.get(hour)))
                .as("%s", hour)
                .isEqualTo(sessions(PROJECT, hour) + sessions(FAILING_PROJECT, hour)));
    }

    @Test
    void aBarOfADayIsWhatTrroSays() throws Exception {
        Map<Instant, Double> bars = new HashMap<>();
        for (Series series : query("fleet.json", "Hours by day").answer(prometheus, WELL)) {
            bars.put(day(series), series.points().getOrDefault(WELL, Double.NaN));
        }

        assertThat(bars)
                .containsOnlyKeys(FIRST_DAY
                        .minusDays(1)
                        .datesUntil(LAST_DAY)
                        .map(day -> at(day, "00:00"))
                        .toList());
        bars.forEach((day, bar) -> assertThat(bar)
                .as("%s", day)
                .isCloseTo((hours(PROJECT, day) + hours(FAILING_PROJECT, day)), within(1e-9)));
    }

    private static double hours(String projectId, Instant day) {
        return statistics(projectId, StatisticInterval.DAY, day).totalDuration().toSeconds() / 3600.0;
    }

    /** The label is a moment within the day, so that neither summer time nor a zone moves it to another date. */
    private static Instant day(Series series) {
        Instant within = Instant.ofEpochMilli(Long.parseLong(series.labels().getOrDefault("day", "")));
        return within.atZone(ZONE).toLocalDate().atStartOfDay(ZONE).toInstant();
    }

    @Test
    void theMatrixHasARowForEachDayAndAColumnForEachHourOfTheDay() throws Exception {
        Map<Instant, Double> cells = new HashMap<>();
        for (Series series : query("fleet.json", "Sessions by day and hour").answer(prometheus, WELL)) {
            int hour = Integer.parseInt(series.labels().getOrDefault("hour", ""));
            cells.put(day(series).plus(hour, ChronoUnit.HOURS), series.points().getOrDefault(WELL, Double.NaN));
        }

        Map<Instant, Double> expected = new HashMap<>();
        Instant lastHour = at(LAST_DAY, "14:00");
        for (Instant hour = at(FIRST_DAY.minusDays(1), "23:00");
                hour.isBefore(lastHour);
                hour = hour.plus(1, ChronoUnit.HOURS)) {
            expected.put(hour, sessions(PROJECT, hour) + sessions(FAILING_PROJECT, hour));
        }
        assertThat(cells).containsAllEntriesOf(expected);
    }

    @Test
    void aProjectThatIsNotAnsweredStaysInTheTableWithWhatIsKnown() throws Exception {
        assertThat(only(query("fleet.json", "Projects").answer(prometheus, ILL), "project_id", FAILING_PROJECT)
                        .points())
                .containsEntry(ILL, 0.0);
        assertThat(query("fleet.json", "Projects", "D").answer(prometheus, ILL))
                .extracting(series -> series.labels().get("project_id"))
                .containsExactly(PROJECT);
        assertThat(value("Not answered", WELL)).isZero();
        assertThat(value("Not answered", ILL)).isEqualTo(1);
        assertThat(value("Old figures", WELL)).isZero();
        assertThat(value("Old figures", ILL))
                .isEqualTo(FLEET.projects().get(1).devices().size());
    }

    /** Neither yesterday's figures, nor "not known" of what will be known in minutes. */
    @Test
    void aTileSaysThatThereWasNoAnswerYetInADayThatHasJustBegun() throws Exception {
        Instant midnight = at(LAST_DAY, "00:00");
        List<DashboardQuery> tiles = queries()
                .filter(query -> query.target().toString().endsWith(" today A")
                        && query.chosen().size() <= 2)
                .toList();

        assertThat(tiles).hasSize(7).allSatisfy(tile -> {
            boolean share = tile.target().toString().startsWith("Not bad");
            assertThat(tile.answer(prometheus, midnight))
                    .as("%s", tile)
                    .flatExtracting(series -> series.points().values())
                    .containsExactly(share ? 30.0 : -2.0);
            assertThat(tile.target().panel().findValues("mappings").toString()).contains("no answer today");
            assertThat(tile.answer(prometheus, WELL))
                    .flatExtracting(series -> series.points().values())
                    .allMatch(value -> value >= 0 && (!share || value < 30));
        });
    }

    /** Vehicles are polled and cockpits are not; and where no list is known, neither is how many. */
    @Test
    void howManyArePolledIsANumberOrNoneOrNotKnown() throws Exception {
        double vehicles = FLEET.projects().stream()
                .mapToInt(project -> project.devices().size())
                .sum();
        DashboardQuery ofVehicles = query("fleet.json", "Vehicles active", "C");
        DashboardQuery ofCockpits = query("fleet.json", "Cockpits active", "C");

        assertThat(value(ofVehicles.expr())).isEqualTo(vehicles);
        assertThat(value(ofCockpits.expr())).isZero();
        for (DashboardQuery query : List.of(ofVehicles, ofCockpits)) {
            assertThat(value(query.expr().replace("trro_device_info{", "not_there{")))
                    .isEqualTo(-1);
            assertThat(value(query.expr()
                            .replace("type=\"\"", "device_id=\"" + DEVICE + "\"")
                            .replace("type=~\"field|remote\"", "device_id!=\"" + DEVICE + "\"")))
                    .as("the side of one device is not known")
                    .isEqualTo(-1);
            assertThat(query.target().panel().findValues("mappings").toString()).contains("\"-1\":{\"text\":\"?\"");
        }
    }

    private static double value(String expr) throws Exception {
        return prometheus.instant(expr, WELL).get(0).points().getOrDefault(WELL, Double.NaN);
    }

    @Test
    void theWorstDevicesAreTheWorst() throws Exception {
        List<Series> worst = query("fleet.json", "Worst devices").answer(prometheus, WELL);

        assertThat(worst).isNotEmpty().allSatisfy(series -> {
            PollTarget target = PollTarget.ofDevice(
                    series.labels().getOrDefault("project_id", ""),
                    series.labels().getOrDefault("device_id", ""),
                    StatisticInterval.DAY);
            SessionStatistics today = statistics(target, at(LAST_DAY, "00:00"), WELL);
            assertThat(today.sessions()).isGreaterThanOrEqualTo(5);
            assertThat(series.points().get(WELL)).isCloseTo(today.notBadRatio(), within(0.15));
        });
    }

    private static Map<Instant, Double> points(String title, String refId) throws Exception {
        List<Series> series = query("fleet.json", title, refId).answer(prometheus, WELL);
        assertThat(series).hasSize(1);
        return series.get(0).points();
    }

    private static double value(String title, Instant at) throws Exception {
        List<Series> series = query("fleet.json", title).answer(prometheus, at);
        assertThat(series).hasSize(1);
        return series.get(0).points().entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .orElseThrow()
                .getValue();
    }

    private static DashboardQuery query(String file, String title) {
        return query(file, title, "A");
    }

    private static DashboardQuery query(String file, String title, String refId) {
        Dashboard dashboard = Dashboard.read(file);
        return query(dashboard, dashboard.target(title, refId), Map.of());
    }

    private static Series only(List<Series> all, String label, String value) {
        return all.stream()
                .filter(series -> value.equals(series.labels().get(label)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series with " + label + " " + value + " in " + all));
    }

    private static double sessions(String projectId, Instant hour) {
        return statistics(projectId, StatisticInterval.HOUR, hour).sessions();
    }

    private static SessionStatistics statistics(String projectId, StatisticInterval interval, Instant start) {
        return statistics(PollTarget.ofProject(projectId, interval), start, ILL);
    }

    private static SessionStatistics statistics(PollTarget target, Instant start, Instant asOf) {
        return FLEET.statistics(new StatisticsQuery(target, start, start), asOf).stream()
                .findFirst()
                .orElse(SessionStatistics.none(start, start));
    }
}
