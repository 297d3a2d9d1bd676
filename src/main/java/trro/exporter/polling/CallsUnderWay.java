package trro.exporter.polling;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import trro.exporter.model.PollTarget;

/** The calls that are not answered yet, each with the lane that hears of its end. Confined to one thread. */
final class CallsUnderWay {

    /**
     * How long the very first call goes alone. It resolves names, opens TLS and loads most of this program, so it arrives
     * later than the limiter's jitter covers, and calls behind it would arrive together with it.
     */
    private static final long FIRST_ALONE_NANOS = Duration.ofSeconds(2).toNanos();

    record Call(ProjectLane lane, PollEntry entry, long sinceNanos) {}

    private final Map<PollTarget, Call> calls = new HashMap<>();
    private OptionalLong firstBegan = OptionalLong.empty();
    private boolean firstEnded;

    int size() {
        return calls.size();
    }

    /** Whether there may be one more. */
    boolean hasRoom(int most, long nowNanos) {
        boolean firstIsAlone =
                firstBegan.isPresent() && !firstEnded && nowNanos - firstBegan.getAsLong() < FIRST_ALONE_NANOS;
        return !firstIsAlone && calls.size() < most;
    }

    void began(ProjectLane lane, PollEntry entry, long nowNanos) {
        calls.put(entry.target(), new Call(lane, entry, nowNanos));
        firstBegan = firstBegan.isPresent() ? firstBegan : OptionalLong.of(nowNanos);
    }

    /** The end of the target's call is now this lane's business; returns its entry, empty if it is not under way. */
    Optional<PollEntry> moved(PollTarget target, ProjectLane lane) {
        Call moved = calls.computeIfPresent(target, (key, call) -> new Call(lane, call.entry(), call.sinceNanos()));
        return Optional.ofNullable(moved).map(Call::entry);
    }

    /** @throws IllegalStateException if the target is not under way */
    Call ended(PollTarget target) {
        firstEnded = true;
        return Optional.ofNullable(calls.remove(target))
                .orElseThrow(() -> new IllegalStateException("was not under way: " + target));
    }

    /** How long the oldest call has been under way; 0 if there is none. */
    long oldestNanos(long nowNanos) {
        return calls.values().stream()
                .mapToLong(call -> nowNanos - call.sinceNanos())
                .max()
                .orElse(0);
    }
}
