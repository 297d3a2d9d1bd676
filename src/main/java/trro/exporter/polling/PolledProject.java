package trro.exporter.polling;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.polling.PollEntry.Activity;

/** One project: its targets, which of its devices are active, and how it answers. */
final class PolledProject {

    final String id;
    final int number;
    final ProjectHealth health;
    private final Map<PollTarget, PollEntry> byTarget = new LinkedHashMap<>();
    private List<PollEntry> entries = List.of(); // the same, side by side: a pass over them is not to wait for memory
    private int entriesSoFar;
    private Activity unlisted = Activity.UNKNOWN;
    private OptionalInt activeDevices = OptionalInt.empty();

    /** @param number tells projects apart, in the order in which they came */
    PolledProject(String id, int number, long nowNanos) {
        this.id = id;
        this.number = number;
        health = new ProjectHealth(nowNanos);
    }

    /** All of them, those under way included. */
    List<PollEntry> entries() {
        return entries;
    }

    Optional<PollEntry> entry(PollTarget target) {
        return Optional.ofNullable(byTarget.get(target));
    }

    /**
     * Has these targets from now on.
     *
     * @param underWay what is under way, of which some may have left and come back
     */
    void retarget(Set<PollTarget> targets, Map<PollTarget, PollEntry> underWay, PollPace pace, long nowNanos) {
        byTarget.keySet().retainAll(targets);
        byTarget.values().forEach(entry -> entry.pace(pace));
        targets.stream()
                .filter(target -> !byTarget.containsKey(target))
                .sorted()
                .map(target -> Optional.ofNullable(underWay.get(target))
                        .orElseGet(() -> new PollEntry(this, target, entriesSoFar++, pace, nowNanos)))
                .forEach(entry -> {
                    entry.activity(unlisted);
                    entry.pace(pace);
                    byTarget.put(entry.target, entry);
                });
        entries = List.copyOf(byTarget.values());
    }

    /** It is polled no more, for now; what is under way is answered yet. */
    void leave() {
        recentSessionsUnknown();
        byTarget.clear();
        entries = List.of();
    }

    /**
     * The target that tells whether the project answers at all, due or not: of its own figures, since no device's
     * trouble can spoil them. Empty if nobody doubts it, one of them is under way, or it is suspended, none of them
     * was answered lately and it is the devices' turn to tell.
     */
    Optional<PollEntry> probe() {
        if (!health.doubted() || entries.stream().anyMatch(entry -> !entry.ofDevice && entry.underWay())) {
            return Optional.empty();
        }
        boolean devicesTurn = health.suspended() && health.suspensionsInRow() % 2 == 0;
        return entries.stream()
                .filter(entry -> !entry.ofDevice && entry.asked() && !(devicesTurn && entry.failing()))
                .min(Comparator.comparing(PollEntry::failing).thenComparing(entry -> entry.target.interval()));
    }

    /** Whether the entry may be asked now. The probe of a project that is only doubted needs no room. */
    boolean isOpen(PollEntry entry, int mostInFlight, long nowNanos) {
        boolean asProbe = !entry.ofDevice && health.doubted() && !health.suspended();
        return asProbe || health.isOpen(mostInFlight, nowNanos);
    }

    void answered(PollEntry entry, long nowNanos, NextPoll next) {
        if (entry.ofDevice) {
            health.answered(nowNanos);
        } else {
            health.ownAnswered(nowNanos);
        }
        entry.answered(next);
    }

    void failed(PollEntry entry, long nowNanos, Kind why) {
        if (!entry.ofDevice) {
            health.ownFailed(nowNanos, why);
        } else if (entry.failing() || why == Kind.NOT_FOUND || why == Kind.INVALID_REQUEST) { // its trouble alone
            health.ended(nowNanos, why);
        } else {
            health.deviceFailed(nowNanos, why);
        }
        entry.failed(nowNanos, why);
    }

    /** The cause of its failures may be mended. */
    void forgive(long nowNanos) {
        health.forgive();
        entries.forEach(entry -> entry.forgive(nowNanos));
    }

    /** Devices with sessions are active from now on, all others are idle. */
    void recentSessions(SessionSigns sessions) {
        unlisted = Activity.IDLE;
        Set<String> active = new HashSet<>();
        for (PollEntry entry : entries) {
            String device = entry.target.deviceId().orElse("");
            if (!entry.ofDevice || !sessions.names(device)) { // nearly all of a large fleet
                entry.activity(unlisted);
                continue;
            }
            boolean isActive = sessions.active(device);
            entry.activity(isActive ? Activity.ACTIVE : unlisted);
            sessions.closesAt(device, entry.target.interval()).ifPresent(entry::closesAt);
            if (isActive) {
                active.add(device);
            }
        }
        activeDevices = OptionalInt.of(active.size());
    }

    /** Nobody knows who has sessions. */
    void recentSessionsUnknown() {
        allAreAlike();
        activeDevices = OptionalInt.empty();
    }

    /** Every device is as good as another. */
    void allAreAlike() {
        unlisted = Activity.UNKNOWN;
        entries.forEach(entry -> entry.activity(unlisted));
    }

    /** Number of devices that have sessions; empty while nobody knows. */
    OptionalInt activeDevices() {
        return activeDevices;
    }
}
