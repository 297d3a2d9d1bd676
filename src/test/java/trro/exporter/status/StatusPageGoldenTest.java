package trro.exporter.status;

import static trro.exporter.support.FleetBuilder.device;
import static trro.exporter.support.FleetBuilder.project;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.CallRecord;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FleetBuilder;
import trro.exporter.support.Golden;
import trro.exporter.time.Moment;

/** The whole page of each view, for a fleet with a target in each condition. */
class StatusPageGoldenTest {

    private static final String STATISTICS = "DescribeSessionStatisticsByInterval";

    private final FakeTime time = new FakeTime("2026-11-22T08:30:00.250Z");

    @ParameterizedTest
    @EnumSource(View.class)
    void looksAsItWasReviewed(View view) throws IOException {
        FleetBuilder fleet = new FleetBuilder(
                        time, project("p"), device("p", "late"), device("p", "<failed>"), device("p", "not-asked"))
                .answered(device("p", "late"), 3, 0)
                .answered(device("p", "<failed>"), 1234, 5);
        time.advance(Duration.ofMinutes(2));
        fleet.failed(device("p", "<failed>"), "ResourceNotFound", "ResourceNotFound: no such device; check the ids")
                .answered(project("p"), 1237, 5);
        time.advance(Duration.ofSeconds(12));

        Status status = fleet.status(
                List.of(
                        new Budget("main", STATISTICS, 16, 8, 400, Optional.of(new Budget.Queue(4, 1, 2, 0.07))),
                        new Budget("main", "DescribeProjectList", 1, 1 / 1.03, 0, Optional.empty())),
                List.of(
                        call(Optional.of("late"), "Timeout", Optional.empty()),
                        call(Optional.empty(), "OK", Optional.of("r-1"))));
        String page = StatusPage.render(StatusView.of(status, StatusQuery.ALL.in(view), "/metrics", Moment.now(time)));

        Golden.assertEquals("status/" + view.word() + ".html", page);
    }

    private CallRecord call(Optional<String> device, String code, Optional<String> requestId) {
        CallRecord.Question question =
                new CallRecord.Question(STATISTICS, Optional.of("p"), device, Optional.of(StatisticInterval.HOUR));
        return new CallRecord("main", question, time.now(), Duration.ofMillis(1_082), code, requestId);
    }
}
