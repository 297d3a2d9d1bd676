package trro.exporter.polling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;

/** The targets of one project: those that wait for their turn, and those that are under way. */
final class ProjectLane {

    private final ProjectHealth health;
    private final LaneQueues waiting = new LaneQueues();
    private final Map<PollTarget, PollEntry> entries = new HashMap<>();
    private final Map<String, List<PollEntry>> byDevice = new HashMap<>();
    private final Set<PollEntry> underWay = new HashSet<>();
    private boolean sessionsKnown;
    private boolean activeGoFirst;
    private Set<String> activeDevices = Set.of();

    ProjectLane(long nowNanos) {
        health = new ProjectHealth(nowNanos);
    }

    void add(PollEntry entry, long nowNanos) {
        put(entry);
        waiting.add(entry, nowNanos);
    }

    /** Counts an entry among its own that is under way already. */
    void adopt(PollEntry entry) {
        put(entry);
        entry.active(false); // as far as this project's list has told
        if (underWay.add(entry)) {
            health.asked();
        }
    }

    private void put(PollEntry entry) {
        entries.put(entry.target(), entry);
        entry.target()
                .deviceId()
                .ifPresent(device -> byDevice.computeIfAbsent(device, id -> new ArrayList<>())
                        .add(entry));
    }

    /** Takes out what is not wanted; what is under way leaves when it was answered. */
    void retain(Set<PollTarget> wanted) {
        entries.values().removeIf(entry -> {
            boolean leaves = !wanted.contains(entry.target());
            if (leaves) {
                waiting.remove(entry);
            }
            return leaves;
        });
        byDevice.values().removeIf(own -> {
            own.removeIf(entry -> !has(entry.target()));
            return own.isEmpty();
        });
    }

    boolean has(PollTarget target) {
        return entries.containsKey(target);
    }

    int size() {
        return entries.size();
    }

    /** Offers what could be asked now, the most urgent of each rank among it. */
    void offer(long nowNanos, int mostInFlight, Consumer<Candidate> sink) {
        if (!health.hasRoom(mostInFlight) || health.pauseNanos(nowNanos) > 0) {
            return;
        }
        if (health.suspended() && waiting.hasProbe()) {
            waiting.offerProbe(sink);
        } else {
            waiting.offer(nowNanos, health.resumedAt(), sink);
        }
    }

    /** Nanoseconds until something may be asked; {@link Long#MAX_VALUE} if that waits for an answer, or nothing waits. */
    long nanosUntilDue(long nowNanos, int mostInFlight) {
        if (!health.hasRoom(mostInFlight)) {
            return Long.MAX_VALUE;
        }
        boolean probes = health.suspended() && waiting.hasProbe();
        return Math.max(probes ? 0 : waiting.nanosUntilDue(nowNanos), health.pauseNanos(nowNanos));
    }

    /** The entry is under way from now on. */
    void take(PollEntry entry) {
        waiting.remove(entry);
        underWay.add(entry);
        health.asked();
    }

    void answered(PollEntry entry, long takenNanos, long nowNanos, NextPoll next) {
        underWay.remove(entry);
        health.answered(nowNanos);
        entry.answered(takenNanos, next.untilNext().toNanos());
        next.untilClosing().ifPresent(span -> entry.closesAt(takenNanos + span.toNanos()));
        putBack(entry, nowNanos);
    }

    void failed(PollEntry entry, long nowNanos, Kind why) {
        underWay.remove(entry);
        boolean ofOneDevice = entry.target().deviceId().isPresent()
                && (entry.failing() || why == Kind.NOT_FOUND || why == Kind.INVALID_REQUEST);
        health.failed(nowNanos, why, !ofOneDevice);
        entry.failed(nowNanos, why);
        putBack(entry, nowNanos);
    }

    private void putBack(PollEntry entry, long nowNanos) {
        if (entries.get(entry.target()) == entry) {
            waiting.add(entry, nowNanos);
        }
    }

    /**
     * Devices with sessions are active from now on, all others are not.
     *
     * @param activeFirst whether they go before the others
     */
    void recentSessions(RecentSessions sessions, boolean activeFirst, long nowNanos) {
        Set<String> concerned = new HashSet<>(activeDevices);
        concerned.addAll(sessions.devices());
        Set<String> active = new HashSet<>();
        for (String device : concerned) {
            boolean isActive = sessions.active(device);
            List<PollEntry> own = byDevice.getOrDefault(device, List.of());
            own.forEach(entry -> change(
                    entry,
                    isActive && activeFirst,
                    sessions.closesAt(device, entry.target().interval()),
                    nowNanos));
            if (isActive && !own.isEmpty()) {
                active.add(device);
            }
        }
        activeDevices = active;
        activeGoFirst = activeFirst;
        sessionsKnown = true;
    }

    /** Nobody knows who has sessions: every device is as good as another. */
    void recentSessionsUnknown(long nowNanos) {
        entries.values().forEach(entry -> change(entry, false, OptionalLong.empty(), nowNanos));
        activeDevices = Set.of();
        sessionsKnown = false;
    }

    private void change(PollEntry entry, boolean active, OptionalLong closesAt, long nowNanos) {
        boolean closes = closesAt.isPresent() && entry.closesSooner(closesAt.getAsLong());
        if (active == entry.active() && !closes) {
            return;
        }
        boolean waits = !underWay.contains(entry);
        if (waits) {
            waiting.remove(entry);
        }
        entry.active(active);
        closesAt.ifPresent(entry::closesAt);
        if (waits) {
            waiting.add(entry, nowNanos);
        }
    }

    /** How many calls in a second would keep every target at its poll interval. */
    double wantedPerSecond() {
        return entries.values().stream().mapToDouble(PollEntry::wantedPerSecond).sum();
    }

    /** How many devices have sessions; empty while nobody knows. */
    OptionalInt activeDevices() {
        return sessionsKnown ? OptionalInt.of(activeDevices.size()) : OptionalInt.empty();
    }

    /** How many targets are late by more than their poll interval, or, where idle devices are known, by what those are promised. */
    long late(long nowNanos) {
        return waiting.all().filter(entry -> late(entry, nowNanos)).count();
    }

    /** Whether the target's device is known to have no sessions and so comes after others, so that it is promised less. */
    boolean promisedAsIdle(PollTarget target) {
        return sessionsKnown
                && activeGoFirst
                && target.deviceId()
                        .filter(device -> !activeDevices.contains(device))
                        .isPresent();
    }

    private boolean late(PollEntry entry, long nowNanos) {
        return entry.late(nowNanos, promisedAsIdle(entry.target()));
    }
}
