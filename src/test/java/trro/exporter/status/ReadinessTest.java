package trro.exporter.status;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.FleetBuilder.device;
import static trro.exporter.support.FleetBuilder.project;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FleetBuilder;

class ReadinessTest {

    private static final PollTarget DAY_OF_A = PollTarget.ofProject("a", StatisticInterval.DAY);

    private final FakeTime time = new FakeTime("2026-11-22T08:30:00Z");

    @Test
    void isReadyWhenEveryProjectWasAnsweredOnceInAnyInterval() {
        FleetBuilder fleet = new FleetBuilder(time, project("a"), DAY_OF_A, project("b"), device("b", "never"));

        fleet.answered(DAY_OF_A, 1, 1).answered(project("b"), 0, 0);

        assertThat(Readiness.reasonNotReady(fleet.snapshot())).isEmpty();
    }

    @Test
    void staysReadyWhenAProjectFailsLater() {
        FleetBuilder fleet = new FleetBuilder(time, project("a"));

        fleet.answered(project("a"), 1, 1).failed(project("a"), "InternalError", "oops");

        assertThat(Readiness.reasonNotReady(fleet.snapshot())).isEmpty();
    }

    @Test
    void anAnsweredDeviceDoesNotMakeItsProjectAnswered() {
        FleetBuilder fleet = new FleetBuilder(time, project("a"), device("a", "truck"));

        fleet.answered(device("a", "truck"), 1, 1);

        assertThat(Readiness.reasonNotReady(fleet.snapshot()))
                .hasValue("waiting for the first answer of 1 of 1 projects: a (no answer yet)");
    }

    @Test
    void namesTheLatestErrorOfAProjectsIntervals() {
        FleetBuilder fleet = new FleetBuilder(time, project("a"), DAY_OF_A, project("b"));
        fleet.failed(DAY_OF_A, "Timeout", "slow");
        time.advance(Duration.ofSeconds(1));

        fleet.failed(project("a"), "InternalError", "oops").answered(project("b"), 1, 1);

        assertThat(Readiness.reasonNotReady(fleet.snapshot()))
                .hasValue("waiting for the first answer of 1 of 2 projects: a (InternalError)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ResourceNotFound", "UnauthorizedOperation", "AuthFailure.SecretIdNotFound", "InvalidParameter"})
    void aProjectThatIsRefusedHoldsUpNobodyIfAnotherIsAnswered(String code) {
        FleetBuilder fleet = new FleetBuilder(time, project("a"), project("b"));
        fleet.failed(project("a"), code, "no");

        assertThat(Readiness.reasonNotReady(fleet.snapshot()))
                .hasValue("waiting for the first answer of 2 of 2 projects: a (" + code + "), b (no answer yet)");
        assertThat(Readiness.reasonNotReady(fleet.answered(project("b"), 1, 1).snapshot()))
                .isEmpty();
    }

    @Test
    void isNotReadyWhileAllAreRefused() {
        FleetBuilder fleet = new FleetBuilder(time, project("a"));

        fleet.failed(project("a"), "ResourceNotFound", "no such project");

        assertThat(Readiness.reasonNotReady(fleet.snapshot()))
                .hasValue("waiting for the first answer of 1 of 1 projects: a (ResourceNotFound)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Timeout", "Network", "Malformed", "InternalError.Db", "RequestLimitExceeded"})
    void aFailureThatPassesIsWaitedFor(String code) {
        FleetBuilder fleet = new FleetBuilder(time, project("a"), project("b"));

        fleet.failed(project("a"), code, "oops").answered(project("b"), 1, 1);

        assertThat(Readiness.reasonNotReady(fleet.snapshot()))
                .hasValue("waiting for the first answer of 1 of 2 projects: a (" + code + ")");
    }

    @Test
    void namesTenProjectsAtMost() {
        PollTarget[] projects =
                IntStream.range(10, 22).mapToObj(i -> project("p" + i)).toArray(PollTarget[]::new);

        FleetBuilder fleet = new FleetBuilder(time, projects);

        assertThat(Readiness.reasonNotReady(fleet.snapshot()).orElseThrow())
                .startsWith("waiting for the first answer of 12 of 12 projects: p10 (no answer yet), p11")
                .endsWith(", p19 (no answer yet), and 2 more");
    }

    @Test
    void isReadyWithoutProjects() {
        assertThat(Readiness.reasonNotReady(new FleetBuilder(time).snapshot())).isEmpty();
    }
}
