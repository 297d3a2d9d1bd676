package trro.exporter.polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import trro.exporter.api.ApiException;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

/**
 * Decides whom to ask next. It is told what time it is, and neither waits nor calls.
 *
 * <p>The one idea: every target has a moment at which it is due, and the one that is most overdue <em>relative to its
 * own poll interval</em> goes first, so that a minute's delay weighs the same for an hourly figure as an hour's for a
 * monthly one. Around it: figures that nobody has seen yet go before figures that are merely old. A project's own
 * figures go before its devices', but take at most every second turn while devices wait, so that nothing starves. And
 * each project has a lane of its own, so that one that fails is left alone for a while and cannot slow the others.
 *
 * <p>Times are nanoseconds of a steady clock. Thread-safe.
 */
public final class PollQueue {

    /** How soon to look again when only an answer can make room. */
    private static final long AWAIT_ANSWER_NANOS = Duration.ofMillis(5).toNanos();

    /**
     * How long the very first call goes alone. It resolves names, opens TLS and loads most of this program, so it arrives
     * later than the limiter's jitter covers, and calls behind it would arrive together with it.
     */
    private static final long FIRST_ALONE_NANOS = Duration.ofSeconds(2).toNanos();

    private record UnderWay(ProjectLane lane, PollEntry entry) {}

    private final List<ProjectLane> lanes = new ArrayList<>();
    private final Map<PollTarget, UnderWay> underWay = new HashMap<>();
    private final int size;
    private final int maxInFlight;
    private OptionalLong firstTaken = OptionalLong.empty();
    private boolean firstFinished;
    private int turn;
    private boolean projectHadTheLastTurn;

    /**
     * @param targets all of them, each due at once
     * @param pollIntervals how often each interval is asked for; every interval of the targets has one
     * @param maxInFlight how many targets may be asked at the same time, 1 or more
     */
    public PollQueue(
            Collection<PollTarget> targets,
            Map<StatisticInterval, Duration> pollIntervals,
            int maxInFlight,
            long nowNanos) {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight is below 1: " + maxInFlight);
        }
        this.maxInFlight = maxInFlight;
        size = targets.size();
        Map<String, List<PollTarget>> byProject = new LinkedHashMap<>();
        for (PollTarget target : targets) {
            byProject
                    .computeIfAbsent(target.projectId(), id -> new ArrayList<>())
                    .add(target);
        }
        // One project of several may not take every place: if it hangs, it would hold them all.
        int mostPerProject = byProject.size() == 1 ? maxInFlight : Math.max(1, maxInFlight / 2);
        byProject.values().forEach(own -> lanes.add(new ProjectLane(own, pollIntervals, mostPerProject, nowNanos)));
    }

    /** How many targets there are, those under way included. */
    public int size() {
        return size;
    }

    /** How many targets are late by more than their own poll interval. */
    public synchronized long overdue(long nowNanos) {
        return lanes.stream().mapToLong(lane -> lane.overdue(nowNanos)).sum();
    }

    /** Nanoseconds to wait before {@link #take} is worth calling; 0 if it has something to give now. */
    public synchronized long nanosUntilDue(long nowNanos) {
        if (!hasRoom(nowNanos)) {
            return AWAIT_ANSWER_NANOS;
        }
        return lanes.stream()
                .map(lane -> lane.nanosUntilDue(nowNanos).orElse(AWAIT_ANSWER_NANOS))
                .min(Comparator.naturalOrder())
                .orElse(Long.MAX_VALUE);
    }

    /** The target to ask now, which is then under way until {@link #answered} or {@link #failed} is told of it. */
    public synchronized Optional<PollTarget> take(long nowNanos) {
        if (!hasRoom(nowNanos)) {
            return Optional.empty();
        }
        Comparator<Candidate> order = projectHadTheLastTurn ? Candidate.DEVICES_IN_TURN : Candidate.PROJECTS_IN_TURN;
        Optional<Candidate> best = Optional.empty();
        int bestLane = 0;
        for (int i = 0; i < lanes.size(); i++) {
            int lane = (turn + i) % lanes.size(); // of equals, the lane that waited longest
            Optional<Candidate> candidate = lanes.get(lane).candidate(nowNanos, order);
            if (candidate.isPresent() && (best.isEmpty() || order.compare(candidate.get(), best.get()) < 0)) {
                best = candidate;
                bestLane = lane;
            }
        }
        if (best.isEmpty()) {
            return Optional.empty();
        }
        turn = (bestLane + 1) % lanes.size();
        projectHadTheLastTurn = best.get().rank() == Candidate.Rank.DUE_PROJECT;
        ProjectLane lane = lanes.get(bestLane);
        PollEntry entry = lane.take(best.get());
        underWay.put(entry.target(), new UnderWay(lane, entry));
        firstTaken = firstTaken.isPresent() ? firstTaken : OptionalLong.of(nowNanos);
        return Optional.of(entry.target());
    }

    /** {@code target} was answered and is due again after {@code untilNext}. */
    public synchronized void answered(PollTarget target, long nowNanos, Duration untilNext) {
        UnderWay call = finish(target);
        call.lane().answered(call.entry(), nowNanos, nowNanos + untilNext.toNanos());
    }

    /** {@code target} was not answered; when it is asked again depends on why. */
    public synchronized void failed(PollTarget target, long nowNanos, ApiException.Kind why) {
        UnderWay call = finish(target);
        call.lane().failed(call.entry(), nowNanos, why);
    }

    private boolean hasRoom(long nowNanos) {
        boolean firstIsAlone =
                firstTaken.isPresent() && !firstFinished && nowNanos - firstTaken.getAsLong() < FIRST_ALONE_NANOS;
        return !firstIsAlone && underWay.size() < maxInFlight;
    }

    private UnderWay finish(PollTarget target) {
        firstFinished = true;
        return Optional.ofNullable(underWay.remove(target))
                .orElseThrow(() -> new IllegalStateException("was not under way: " + target));
    }
}
