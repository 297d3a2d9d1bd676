package trro.exporter.status;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import trro.exporter.model.PollTarget;
import trro.exporter.snapshot.TargetState;
import trro.exporter.time.Moment;

/** How the latest poll of a target ended, and whether that was as long ago as promised at most. */
enum Condition {
    ANSWERED("answered", "answered"),
    LATE("late", "late"),
    FAILED("failed", "failed"),
    NOT_ASKED("not-asked", "not asked yet");

    private final String word;
    private final String text;

    Condition(String word, String text) {
        this.word = word;
        this.text = text;
    }

    static Condition of(PollTarget target, TargetState state, Status status, Moment now) {
        if (state.failure().isPresent()) {
            return FAILED;
        }
        return state.latest()
                .map(latest ->
                        status.isLate(target, Duration.ofNanos(now.nanos() - latest.answeredNanos())) ? LATE : ANSWERED)
                .orElse(NOT_ASKED);
    }

    static Optional<Condition> ofWord(String word) {
        return Arrays.stream(values())
                .filter(condition -> condition.word.equals(word))
                .findFirst();
    }

    /** For addresses and style classes. */
    String word() {
        return word;
    }

    /** For people. */
    String text() {
        return text;
    }
}
