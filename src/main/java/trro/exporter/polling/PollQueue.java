package trro.exporter.polling;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import trro.exporter.api.ApiException;
import trro.exporter.api.RecentSessions;
import trro.exporter.model.PollTarget;
import trro.exporter.polling.MostUrgent.Turn;
import trro.exporter.polling.RankOrder.Rank;

/**
 * Decides whom to ask next. It is told what time it is, and neither waits nor calls.
 *
 * <p>The one idea: a call is worth most where something can have changed. So targets are served by rank ({@link Rank}):
 * figures of a bucket that closed and of devices that have sessions before those of devices that stand still, which get
 * what is left. Within a rank the one that is most overdue <em>relative to its own interval</em> goes first, so that a
 * minute's delay weighs the same for an hourly figure as an hour's for a monthly one. {@link RankOrder} keeps ranks
 * from starving each other. Who has sessions is a hint ({@link #recentSessions}); without it every device stands in the
 * same rank, and the queue is a plain sweep.
 *
 * <p>A second is planned, not a call: one pass over all targets finds the best few of each rank ({@link Batch}), which
 * serve for a second or until they are used up. Who becomes active meanwhile, or is due again, has to wait for the next
 * pass; what leaves is never asked; and a project that fails or hangs is left alone at once ({@link ProjectHealth}), so
 * that it cannot slow the others.
 *
 * <p>Times are nanoseconds of a steady clock. Thread-safe.
 */
public final class PollQueue {

    /** The wait before the next look when only an answer can make room. */
    private static final long AWAIT_ANSWER_NANOS = Duration.ofMillis(5).toNanos();

    /**
     * The very first call goes alone for so long. It resolves names, opens TLS and loads most of this program, so it
     * arrives later than the limiter's jitter covers, and calls behind it would arrive together with it.
     */
    private static final long FIRST_ALONE_NANOS = Duration.ofSeconds(2).toNanos();

    private final int maxInFlight;
    private final RankOrder order = new RankOrder();
    private final Map<PollTarget, PollEntry> underWay = new HashMap<>();
    private PollPace pace;
    private double callsPerSecond;
    private Map<String, PolledProject> projects = Map.of();
    private double wantedPerSecond;
    private Batch batch;
    private boolean firstEnded;
    private int projectsSoFar;

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
        batch = Batch.over(nowNanos);
        retarget(targets, nowNanos);
    }

    /**
     * Wants another pace from now on; {@link #retarget} has to follow.
     *
     * @param newPace every interval of the targets to come is in it
     * @param newCallsPerSecond how many calls the budget allows
     */
    public synchronized void pace(PollPace newPace, double newCallsPerSecond) {
        pace = newPace;
        callsPerSecond = newCallsPerSecond;
    }

    /** Calls are made in another way from now on, so what kept targets from being answered may be mended. */
    public synchronized void forgive(long nowNanos) {
        projects.values().forEach(project -> project.forgive(nowNanos));
        batch = Batch.over(nowNanos);
    }

    /** The turns of all targets that were asked, for {@link #resume}. */
    public synchronized Map<PollTarget, PollTurn> turns() {
        return entries().filter(PollEntry::asked).collect(Collectors.toMap(entry -> entry.target, PollEntry::turn));
    }

    /** Targets that another queue asked go on where they stood, but for those that this one asked itself. */
    public synchronized void resume(Map<PollTarget, PollTurn> turns, long nowNanos) {
        entries()
                .filter(entry -> !entry.asked() && turns.containsKey(entry.target))
                .forEach(entry -> entry.resume(Objects.requireNonNull(turns.get(entry.target))));
        batch = Batch.over(nowNanos);
    }

    /** Polls these targets from now on: new ones are due at once, and what is not among them is asked no more. */
    public synchronized void retarget(Collection<PollTarget> targets, long nowNanos) {
        Map<String, PolledProject> before = new HashMap<>(projects);
        underWay.values().forEach(entry -> before.put(entry.project.id, entry.project));
        Map<String, PolledProject> next = new LinkedHashMap<>();
        targets.stream()
                .collect(Collectors.groupingBy(PollTarget::projectId, LinkedHashMap::new, Collectors.toSet()))
                .forEach((id, own) -> {
                    PolledProject project = Optional.ofNullable(before.remove(id))
                            .orElseGet(() -> new PolledProject(id, projectsSoFar++, nowNanos));
                    project.retarget(own, underWay, pace, nowNanos);
                    next.put(id, project);
                });
        before.values().forEach(PolledProject::leave);
        projects = next;
        wantedPerSecond = entries().mapToDouble(PollEntry::wantedPerSecond).sum();
        batch = Batch.over(nowNanos); // the old one may have what left
    }

    /**
     * Devices of the list's project with sessions go before others from now on, unless the budget is enough for all at
     * their own pace.
     *
     * @param calendar says when the buckets in which they had sessions are settled
     */
    public synchronized void recentSessions(RecentSessions list, StatisticsCalendar calendar) {
        project(list.projectId()).ifPresent(project -> {
            project.recentSessions(new SessionSigns(list, calendar));
            if (everyoneKeepsPace()) {
                project.allAreAlike();
            }
        });
    }

    /** Nobody knows any more which devices of the project have sessions. */
    public synchronized void recentSessionsUnknown(String projectId) {
        project(projectId).ifPresent(PolledProject::recentSessionsUnknown);
    }

    /** Number of targets, those under way included. */
    public synchronized int size() {
        return projects.values().stream()
                .mapToInt(project -> project.entries().size())
                .sum();
    }

    /** Number of targets that are later than promised. */
    public synchronized long overdue(long nowNanos) {
        return entries().filter(entry -> entry.late(nowNanos)).count();
    }

    /** Number of the project's devices that have sessions; empty while nobody knows. */
    public synchronized OptionalInt activeDevices(String projectId) {
        return project(projectId).map(PolledProject::activeDevices).orElse(OptionalInt.empty());
    }

    /** The age that a target's figures are to reach at most, as far as the budget allows. */
    public synchronized Duration promisedAge(PollTarget target) {
        return project(target.projectId())
                .flatMap(project -> project.entry(target))
                .map(entry -> Duration.ofNanos(entry.promisedNanos()))
                .orElseGet(() -> pace.pollIntervals().getOrDefault(target.interval(), Duration.ZERO));
    }

    private Optional<PolledProject> project(String id) {
        return Optional.ofNullable(projects.get(id));
    }

    private Stream<PollEntry> entries() {
        return projects.values().stream().flatMap(project -> project.entries().stream());
    }

    /** Number of targets under way. */
    public synchronized int underWay() {
        return underWay.size();
    }

    /** Whether the budget is enough to ask for every target at its poll interval. */
    public synchronized boolean everyoneKeepsPace() {
        return wantedPerSecond <= callsPerSecond;
    }

    /** The calls in a second that would keep every target at its poll interval. */
    public synchronized double wantedPerSecond() {
        return wantedPerSecond;
    }

    /** The time that the oldest target under way has been so; 0 if there is none. */
    synchronized long oldestUnderWayNanos(long nowNanos) {
        return underWay.values().stream()
                .mapToLong(entry -> nowNanos - entry.takenNanos())
                .max()
                .orElse(0);
    }

    /**
     * Nanoseconds to wait before {@link #take} is worth calling, a second at most; 0 if it has something to give now.
     */
    public synchronized long nanosUntilDue(long nowNanos) {
        if (!hasRoom(nowNanos)) {
            return AWAIT_ANSWER_NANOS;
        }
        return next(nowNanos).isPresent() ? 0 : batch.nanosLeft(nowNanos);
    }

    /** The target to ask now, which is then under way until {@link #answered} or {@link #failed} is told of it. */
    public synchronized Optional<PollTarget> take(long nowNanos) {
        if (!hasRoom(nowNanos)) {
            return Optional.empty();
        }
        return next(nowNanos).map(turn -> {
            PollEntry entry = turn.entry();
            batch.gave(entry);
            order.served(turn.rank());
            underWay.put(entry.target, entry);
            entry.taken(nowNanos);
            entry.project.health.asked();
            return entry.target;
        });
    }

    private boolean hasRoom(long nowNanos) {
        boolean firstIsAlone = !firstEnded && !underWay.isEmpty() && oldestUnderWayNanos(nowNanos) < FIRST_ALONE_NANOS;
        return !firstIsAlone && underWay.size() < maxInFlight;
    }

    private Optional<Turn> next(long nowNanos) {
        if (batch.isOver(nowNanos)) {
            batch = newBatch(nowNanos);
        }
        Optional<Turn> next = batch.next(order, nowNanos);
        if (next.isEmpty() && batch.isBegun()) {
            batch = newBatch(nowNanos);
            return batch.next(order, nowNanos);
        }
        return next;
    }

    private Batch newBatch(long nowNanos) {
        return Batch.of(projects.values(), nowNanos, mostPerProject());
    }

    /** {@code target} was answered; {@code next} counts from when it was taken. */
    public synchronized void answered(PollTarget target, long nowNanos, NextPoll next) {
        PollEntry entry = ended(target);
        entry.project.answered(entry, nowNanos, next);
    }

    /** {@code target} was not answered; when it is asked again depends on why. */
    public synchronized void failed(PollTarget target, long nowNanos, ApiException.Kind why) {
        PollEntry entry = ended(target);
        entry.project.failed(entry, nowNanos, why);
    }

    private PollEntry ended(PollTarget target) {
        firstEnded = true;
        return Optional.ofNullable(underWay.remove(target))
                .orElseThrow(() -> new IllegalStateException("was not under way: " + target));
    }

    /** One project of several may not take every place: if it hangs, it would hold them all. */
    private int mostPerProject() {
        return projects.size() == 1 ? maxInFlight : Math.max(1, maxInFlight / 2);
    }
}
