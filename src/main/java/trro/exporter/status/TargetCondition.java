package trro.exporter.status;

import trro.exporter.model.PollTarget;
import trro.exporter.snapshot.TargetState;
import trro.exporter.time.Moment;

/** The outcome of a target's latest poll, and whether that was as long ago as promised at most. */
enum TargetCondition {
    ANSWERED("answered", "answered"),
    LATE("late", "late"),
    FAILED("failed", "failed"),
    NOT_ASKED("not-asked", "not asked yet");

    private final String word;
    private final String text;

    TargetCondition(String word, String text) {
        this.word = word;
        this.text = text;
    }

    static TargetCondition of(PollTarget target, TargetState state, Status status, Moment now) {
        if (state.failure().isPresent()) {
            return FAILED;
        }
        return state.latest()
                .map(latest -> status.isLate(target, now.since(latest.answered())) ? LATE : ANSWERED)
                .orElse(NOT_ASKED);
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
