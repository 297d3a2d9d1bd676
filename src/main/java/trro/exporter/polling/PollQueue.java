package trro.exporter.polling;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import trro.exporter.api.ApiException;
import trro.exporter.model.PollTarget;
import trro.exporter.polling.Candidate.Rank;

/**
 * Decides whom to ask next. It is told what time it is, and neither waits nor calls.
 *
 * <p>The one idea: a call is worth most where something can have changed. So targets are served by rank ({@link Rank}): figures
 * of a bucket that closed and of devices that have sessions before those of devices that stand still, which get what is left.
 * Within a rank the one that is most overdue <em>relative to its own interval</em> goes first, so that a minute's delay weighs
 * the same for an hourly figure as an hour's for a monthly one. {@link Turns} keeps ranks from starving each other. Who has
 * sessions is a hint ({@link #recentSessions}); without it every device stands in the same rank, and the queue is a plain sweep.
 * And each project has a lane of its own, so that one that fails is left alone for a while and cannot slow the others.
 *
 * <p>Times are nanoseconds of a steady clock. Thread-safe.
 */
public final class PollQueue {

    /** How soon to look again when only an answer can make room. */
    private static final long AWAIT_ANSWER_NANOS = Duration.ofMillis(5).toNanos();

    private final PollPace pace;
    private final double callsPerSecond;
    private final int maxInFlight;
    private final Turns turns = new Turns();
    private final CallsUnderWay underWay = new CallsUnderWay();
    private Map<String, ProjectLane> lanesByProject = Map.of();
    private List<ProjectLane> lanes = List.of();
    private boolean everyoneKeepsPace;
    private int turn;
    private long entriesSoFar;

    /**
     * @param targets all of them, each due at once
     * @param pace how often they are wanted; every interval of the targets is in it
     * @param callsPerSecond how many calls the budget allows
     * @param maxInFlight how many targets may be asked at the same time, 1 or more
     */
    public PollQueue(
            Collection<PollTarget> targets, PollPace pace, double callsPerSecond, int maxInFlight, long nowNanos) {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight is below 1: " + maxInFlight);
        }
        this.maxInFlight = maxInFlight;
        this.pace = pace;
        this.callsPerSecond = callsPerSecond;
        retarget(targets, nowNanos);
    }

    /** Polls these targets from now on: new ones are due at once, and what is not among them is asked no more. */
    public synchronized void retarget(Collection<PollTarget> targets, long nowNanos) {
        Map<String, Set<PollTarget>> byProject = targets.stream()
                .collect(Collectors.groupingBy(PollTarget::projectId, LinkedHashMap::new, Collectors.toSet()));
        Map<String, ProjectLane> next = new LinkedHashMap<>();
        byProject.forEach((projectId, own) -> {
            ProjectLane lane =
                    Optional.ofNullable(lanesByProject.get(projectId)).orElseGet(() -> new ProjectLane(nowNanos));
            lane.retain(own);
            own.stream().filter(target -> !lane.has(target)).sorted().forEach(target -> add(target, lane, nowNanos));
            next.put(projectId, lane);
        });
        lanesByProject.forEach((projectId, lane) -> {
            if (!next.containsKey(projectId)) {
                lane.retain(Set.of());
            }
        });
        lanesByProject = next;
        lanes = List.copyOf(next.values());
        everyoneKeepsPace = wantedPerSecond() <= callsPerSecond;
    }

    private void add(PollTarget target, ProjectLane lane, long nowNanos) {
        Optional<PollEntry> entry = underWay.moved(target, lane);
        if (entry.isPresent()) { // it left and came back during its call
            lane.adopt(entry.get());
        } else {
            lane.add(new PollEntry(target, entriesSoFar++, pace, nowNanos), nowNanos);
        }
    }

    /** Devices of the project with sessions go before others from now on, unless the budget is enough for all at their own pace. */
    public synchronized void recentSessions(String projectId, RecentSessions sessions, long nowNanos) {
        Optional.ofNullable(lanesByProject.get(projectId))
                .ifPresent(lane -> lane.recentSessions(sessions, !everyoneKeepsPace, nowNanos));
    }

    /** Nobody knows any more which devices of the project have sessions. */
    public synchronized void recentSessionsUnknown(String projectId, long nowNanos) {
        Optional.ofNullable(lanesByProject.get(projectId)).ifPresent(lane -> lane.recentSessionsUnknown(nowNanos));
    }

    /** How many targets there are, those under way included. */
    public synchronized int size() {
        return lanes.stream().mapToInt(ProjectLane::size).sum();
    }

    /** How many targets are later than promised. */
    public synchronized long overdue(long nowNanos) {
        return lanes.stream().mapToLong(lane -> lane.late(nowNanos)).sum();
    }

    /** How many devices of the project have sessions; empty while nobody knows. */
    public synchronized OptionalInt activeDevices(String projectId) {
        ProjectLane lane = lanesByProject.get(projectId);
        return lane == null ? OptionalInt.empty() : lane.activeDevices();
    }

    /** How old a target's figures are to become at most, as far as the budget allows. */
    public synchronized Duration promisedAge(PollTarget target) {
        ProjectLane lane = lanesByProject.get(target.projectId());
        boolean asIdle = lane != null && lane.promisedAsIdle(target);
        return asIdle ? pace.idlePollInterval(target.interval()) : pace.pollInterval(target.interval());
    }

    /** How many targets are under way. */
    public synchronized int underWay() {
        return underWay.size();
    }

    /** Whether the budget is enough to ask for every target at its poll interval. */
    public synchronized boolean everyoneKeepsPace() {
        return everyoneKeepsPace;
    }

    /** How many calls in a second would keep every target at its poll interval. */
    public synchronized double wantedPerSecond() {
        return lanes.stream().mapToDouble(ProjectLane::wantedPerSecond).sum();
    }

    /** How long the oldest target under way has been so; 0 if there is none. */
    synchronized long oldestUnderWayNanos(long nowNanos) {
        return underWay.oldestNanos(nowNanos);
    }

    /** Nanoseconds to wait before {@link #take} is worth calling; 0 if it has something to give now. */
    public synchronized long nanosUntilDue(long nowNanos) {
        if (!underWay.hasRoom(maxInFlight, nowNanos)) {
            return AWAIT_ANSWER_NANOS;
        }
        long soonest = Long.MAX_VALUE;
        for (ProjectLane lane : lanes) {
            long nanos = lane.nanosUntilDue(nowNanos, mostPerProject());
            soonest = Math.min(soonest, nanos == Long.MAX_VALUE ? AWAIT_ANSWER_NANOS : nanos);
        }
        return soonest;
    }

    /** The target to ask now, which is then under way until {@link #answered} or {@link #failed} is told of it. */
    public synchronized Optional<PollTarget> take(long nowNanos) {
        if (!underWay.hasRoom(maxInFlight, nowNanos)) {
            return Optional.empty();
        }
        Choice choice = new Choice();
        for (int i = 0; i < lanes.size(); i++) {
            int lane = (turn + i) % lanes.size(); // of equals, the lane that waited longest
            lanes.get(lane).offer(nowNanos, mostPerProject(), candidate -> choice.offer(candidate, lane));
        }
        return choice.best(turns).map(best -> {
            ProjectLane lane = lanes.get(best.lane());
            turn = (best.lane() + 1) % lanes.size();
            turns.took(best.candidate().rank());
            PollEntry entry = best.candidate().entry();
            lane.take(entry);
            underWay.began(lane, entry, nowNanos);
            return entry.target();
        });
    }

    /** {@code target} was answered; {@code next} counts from when it was taken. */
    public synchronized void answered(PollTarget target, long nowNanos, NextPoll next) {
        CallsUnderWay.Call call = underWay.ended(target);
        call.lane().answered(call.entry(), call.sinceNanos(), nowNanos, next);
    }

    /** {@code target} was not answered; when it is asked again depends on why. */
    public synchronized void failed(PollTarget target, long nowNanos, ApiException.Kind why) {
        CallsUnderWay.Call call = underWay.ended(target);
        call.lane().failed(call.entry(), nowNanos, why);
    }

    /** One project of several may not take every place: if it hangs, it would hold them all. */
    private int mostPerProject() {
        return lanes.size() == 1 ? maxInFlight : Math.max(1, maxInFlight / 2);
    }
}
