package trro.exporter.polling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.Stream;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.Candidate.Rank;

/**
 * The targets of one project that are not under way.
 *
 * <p>Within one interval the most overdue target is the one that has been due for longest, so a queue by due time for
 * each interval is enough, and only their heads are compared.
 */
final class ProjectLane {

    private static final Comparator<PollEntry> BY_DUE = (a, b) -> Long.signum(a.dueNanos() - b.dueNanos());

    private final Queue<PollEntry> unseenProject = new ArrayDeque<>();
    private final Queue<PollEntry> unseenDevices = new ArrayDeque<>();
    private final Map<StatisticInterval, Queue<PollEntry>> project = new EnumMap<>(StatisticInterval.class);
    private final Map<StatisticInterval, Queue<PollEntry>> devices = new EnumMap<>(StatisticInterval.class);
    private final ProjectHealth health;

    ProjectLane(
            Collection<PollTarget> targets,
            Map<StatisticInterval, Duration> pollIntervals,
            int mostInFlight,
            long nowNanos) {
        health = new ProjectHealth(mostInFlight, nowNanos);
        pollIntervals.keySet().forEach(interval -> {
            project.put(interval, new PriorityQueue<>(BY_DUE));
            devices.put(interval, new PriorityQueue<>(BY_DUE));
        });
        // Hours of all devices first, then days, then months: what changes soonest is wanted soonest.
        targets.stream().sorted(Comparator.comparing(PollTarget::interval)).forEach(target -> {
            Duration pollInterval = Optional.ofNullable(pollIntervals.get(target.interval()))
                    .orElseThrow(() -> new IllegalArgumentException("no poll interval for " + target));
            (target.deviceId().isPresent() ? unseenDevices : unseenProject)
                    .add(new PollEntry(target, pollInterval.toNanos(), nowNanos));
        });
    }

    /** The best that could be asked now by {@code order}, if anything. */
    Optional<Candidate> candidate(long nowNanos, Comparator<Candidate> order) {
        if (!health.hasRoom() || health.pauseNanos(nowNanos) > 0) {
            return Optional.empty();
        }
        return Stream.of(
                        head(unseenProject, Rank.UNSEEN_PROJECT, nowNanos),
                        head(project, Rank.DUE_PROJECT, nowNanos),
                        head(unseenDevices, Rank.UNSEEN_DEVICE, nowNanos),
                        head(devices, Rank.DUE_DEVICE, nowNanos))
                .flatMap(candidates -> candidates)
                .min(order);
    }

    private Stream<Candidate> head(Map<StatisticInterval, Queue<PollEntry>> queues, Rank rank, long nowNanos) {
        return queues.values().stream().flatMap(queue -> head(queue, rank, nowNanos));
    }

    private Stream<Candidate> head(Queue<PollEntry> queue, Rank rank, long nowNanos) {
        PollEntry head = queue.peek();
        return head == null || head.dueNanos() - nowNanos > 0
                ? Stream.empty()
                : Stream.of(new Candidate(queue, rank, head.overdue(nowNanos, health.resumedAt())));
    }

    /** Nanoseconds until something may be asked; empty if that waits for an answer, or there is nothing to ask. */
    Optional<Long> nanosUntilDue(long nowNanos) {
        if (!health.hasRoom()) {
            return Optional.empty();
        }
        return queues().map(Queue::peek)
                .flatMap(Stream::ofNullable)
                .map(head -> Math.max(0, head.dueNanos() - nowNanos))
                .min(Comparator.naturalOrder())
                .map(nanos -> Math.max(nanos, health.pauseNanos(nowNanos)));
    }

    /** Takes the entry at the head of the candidate's queue, which is then under way. */
    PollEntry take(Candidate candidate) {
        health.asked();
        return candidate.queue().remove();
    }

    void answered(PollEntry entry, long nowNanos, long dueNanos) {
        health.answered(nowNanos);
        entry.answered(dueNanos);
        putBack(entry);
    }

    void failed(PollEntry entry, long nowNanos, Kind why) {
        boolean ofOneDevice =
                entry.target().deviceId().isPresent() && (why == Kind.NOT_FOUND || why == Kind.INVALID_REQUEST);
        health.failed(nowNanos, why, !ofOneDevice);
        entry.failed(nowNanos, Backoff.of(why));
        putBack(entry);
    }

    /** How many targets are late by more than their own poll interval. */
    long overdue(long nowNanos) {
        return queues().flatMap(Queue::stream)
                .filter(entry -> entry.overdue(nowNanos, entry.dueNanos()) > 1)
                .count();
    }

    private void putBack(PollEntry entry) {
        Map<StatisticInterval, Queue<PollEntry>> queues =
                entry.target().deviceId().isPresent() ? devices : project;
        Optional.ofNullable(queues.get(entry.target().interval())).orElseThrow().add(entry);
    }

    private Stream<Queue<PollEntry>> queues() {
        return Stream.of(Stream.of(unseenProject, unseenDevices), project.values().stream(), devices.values().stream())
                .flatMap(queues -> queues);
    }
}
