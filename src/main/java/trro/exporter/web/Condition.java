package trro.exporter.web;

import java.util.Arrays;
import java.util.Optional;
import trro.exporter.snapshot.TargetState;

/** How the latest poll of a target ended. */
enum Condition {
    ANSWERED("answered", "answered"),
    FAILED("failed", "failed"),
    NOT_ASKED("not-asked", "not asked yet");

    private final String word;
    private final String text;

    Condition(String word, String text) {
        this.word = word;
        this.text = text;
    }

    static Condition of(TargetState state) {
        if (state.failure().isPresent()) {
            return FAILED;
        }
        return state.latest().isPresent() ? ANSWERED : NOT_ASKED;
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
