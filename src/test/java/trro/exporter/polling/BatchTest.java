package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.MostUrgent.Turn;
import trro.exporter.polling.PollEntry.Activity;
import trro.exporter.polling.RankOrder.Rank;

class BatchTest {

    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final Duration HOUR_POLL = Duration.ofMinutes(1);
    private static final int MOST_PER_PROJECT = 64;

    private final long now = 42;

    private static PolledProject project(String id, int number, List<PollTarget> targets, long nowNanos) {
        PolledProject project = new PolledProject(id, number, nowNanos);
        project.retarget(new HashSet<>(targets), Map.of(), FleetSimulation.PACE, nowNanos);
        for (int answers = 0; answers < 5; answers++) { // so that it has room for many
            project.health.asked();
            project.health.answered(nowNanos);
        }
        return project;
    }

    private static List<PollTarget> hours(String projectId, int devices) {
        return IntStream.range(0, devices)
                .mapToObj(device -> PollTarget.ofDevice(projectId, "d" + device, StatisticInterval.HOUR))
                .toList();
    }

    private static PollEntry entry(PolledProject project, PollTarget target) {
        return project.entry(target).orElseThrow();
    }

    private static void answered(PollEntry entry, long takenNanos) {
        entry.taken(takenNanos);
        entry.answered(NextPoll.after(HOUR_POLL));
    }

    private static List<Turn> drain(Batch batch, long nowNanos) {
        RankOrder order = new RankOrder();
        List<Turn> turns = new ArrayList<>();
        for (Optional<Turn> next = batch.next(order, nowNanos); next.isPresent(); next = batch.next(order, nowNanos)) {
            turns.add(next.get());
            batch.gave(next.get().entry());
            order.served(next.get().rank());
        }
        return turns;
    }

    @Test
    void eachTargetStandsInTheRankOfWhyItWantsToBeAsked() {
        PollTarget unseen = PollTarget.ofProject("p", StatisticInterval.DAY);
        PollTarget own = PollTarget.ofProject("p", StatisticInterval.HOUR);
        List<PollTarget> devices = hours("p", 5);
        PolledProject project = project(
                "p", 0, Stream.concat(Stream.of(unseen, own), devices.stream()).toList(), now);
        Stream.concat(Stream.of(own), devices.stream()).forEach(target -> answered(entry(project, target), now));
        entry(project, devices.get(0)).closesAt(now + 5 * MINUTE);
        entry(project, devices.get(1)).activity(Activity.ACTIVE);
        answered(entry(project, devices.get(2)), now - 40 * MINUTE);
        answered(entry(project, devices.get(4)), now + 5 * MINUTE); // not due yet

        List<Turn> turns = drain(Batch.of(List.of(project), now + 5 * MINUTE, MOST_PER_PROJECT), now + 5 * MINUTE);

        assertThat(turns.stream().map(turn -> turn.entry().target))
                .containsExactly(unseen, own, devices.get(0), devices.get(2), devices.get(1), devices.get(3));
        assertThat(turns.stream().map(Turn::rank))
                .containsExactly(Rank.UNSEEN_PROJECT, Rank.PROJECT, Rank.CLOSING, Rank.LATE, Rank.ACTIVE, Rank.IDLE);
    }

    @Test
    void theMostUrgentGoesFirstAndOfEqualsTheShorterInterval() {
        List<PollTarget> devices = hours("p", 3);
        PollTarget day = PollTarget.ofDevice("p", "d0", StatisticInterval.DAY);
        PolledProject project =
                project("p", 0, Stream.concat(Stream.of(day), devices.stream()).toList(), now);
        answered(entry(project, day), now - 10 * MINUTE); // both idle intervals are half an hour
        answered(entry(project, devices.get(0)), now - 10 * MINUTE);
        answered(entry(project, devices.get(1)), now - 11 * MINUTE);
        answered(entry(project, devices.get(2)), now - 9 * MINUTE);

        assertThat(drain(Batch.of(List.of(project), now, MOST_PER_PROJECT), now).stream()
                        .map(turn -> turn.entry().target))
                .containsExactly(devices.get(1), devices.get(0), day, devices.get(2));
    }

    @Test
    void isTheSameInWhateverOrderTargetsAreSeen() {
        List<PollTarget> targets = new ArrayList<>();
        IntStream.range(0, 5).forEach(project -> targets.addAll(hours("p" + project, 40)));
        List<List<PollTarget>> batches = new ArrayList<>();
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Collections.shuffle(targets, random);
            List<PolledProject> projects = new ArrayList<>();
            for (int number = 0; number < 5; number++) {
                String id = "p" + number;
                projects.add(project(
                        id,
                        number,
                        targets.stream()
                                .filter(target -> target.projectId().equals(id))
                                .toList(),
                        now));
            }
            for (PollTarget target : targets) {
                PollEntry entry = entry(projects.get(target.projectId().charAt(1) - '0'), target);
                answered(entry, now - Math.floorMod(target.hashCode(), 7) * MINUTE);
            }
            Collections.shuffle(projects, random);

            batches.add(drain(Batch.of(projects, now + MINUTE, MOST_PER_PROJECT), now + MINUTE).stream()
                    .map(turn -> turn.entry().target)
                    .toList());
        }

        assertThat(batches.get(0)).hasSize(32);
        assertThat(batches).allMatch(batches.get(0)::equals);
    }

    @Test
    void ofEqualsEachProjectHasItsFirstBeforeAnyHasItsSecond() {
        List<PolledProject> projects =
                List.of(project("a", 0, hours("a", 1000), now), project("b", 1, hours("b", 3), now));

        List<String> order = drain(Batch.of(projects, now, MOST_PER_PROJECT), now).stream()
                .map(turn -> turn.entry().project.id)
                .toList();

        assertThat(order.subList(0, 8)).containsExactly("a", "b", "a", "b", "a", "b", "a", "a");
        assertThat(order).as("of each rank").hasSize(32);
    }

    @Test
    void aProjectHasNoMoreInItThanItHasRoomForAndNothingUnderWay() {
        PolledProject small = new PolledProject("a", 0, now); // has room for four
        small.retarget(new HashSet<>(hours("a", 1000)), Map.of(), FleetSimulation.PACE, now);
        entry(small, hours("a", 1).get(0)).taken(now);
        small.health.asked();
        PolledProject other = project("b", 1, hours("b", 2), now + SECOND);

        List<Turn> turns = drain(Batch.of(List.of(small, other), now + SECOND, MOST_PER_PROJECT), now + SECOND);

        assertThat(turns.stream().map(turn -> turn.entry().project.id)).containsExactly("a", "a", "a", "b", "b");
        assertThat(turns).noneMatch(turn -> turn.entry().underWay());
    }

    private static void failed(PolledProject project, PollTarget target, long nowNanos) {
        project.health.asked();
        entry(project, target).taken(nowNanos);
        project.failed(entry(project, target), nowNanos, Kind.NETWORK);
    }

    @Test
    void aSuspendedProjectIsProbedByItsOwnFiguresAlone() {
        PollTarget own = PollTarget.ofProject("p", StatisticInterval.DAY);
        PolledProject project = project(
                "p", 0, Stream.concat(Stream.of(own), hours("p", 9).stream()).toList(), now);
        answered(entry(project, own), now);
        hours("p", 3).forEach(device -> failed(project, device, now));

        List<Turn> doubted = drain(Batch.of(List.of(project), now, MOST_PER_PROJECT), now);
        assertThat(doubted.stream().map(turn -> turn.entry().target))
                .as("not suspended by its devices")
                .hasSize(1 + 4)
                .startsWith(own);

        failed(project, own, now);

        assertThat(drain(Batch.of(List.of(project), now + SECOND, MOST_PER_PROJECT), now + SECOND))
                .isEmpty();
        long resumed = now + 2 * SECOND;
        assertThat(drain(Batch.of(List.of(project), resumed, MOST_PER_PROJECT), resumed).stream()
                        .map(turn -> turn.entry().target))
                .containsExactly(own);
    }
}
