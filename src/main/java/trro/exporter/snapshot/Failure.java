package trro.exporter.snapshot;

import java.time.Instant;
import java.util.Optional;
import trro.exporter.model.PrintableText;

/**
 * Why the latest poll of a target was not answered.
 *
 * @param at when it failed
 * @param code TRRO's error code, or a word for failures on this side
 * @param message for people; may carry TRRO's own words; what is too long is cut
 * @param requestId TRRO's id of the call, where an answer had one
 */
public record Failure(Instant at, String code, String message, Optional<String> requestId) {

    /** TRRO's code for a call whose time is more than five minutes off its own. */
    public static final String CLOCK_CODE = "AuthFailure.SignatureExpire";

    /** Room for the longest words of others, what we say before them, and the next step behind them. */
    private static final int LONGEST_MESSAGE = 2 * PrintableText.MOST_CHARACTERS;

    public Failure {
        code = PrintableText.of(code);
        message = PrintableText.cut(message, LONGEST_MESSAGE); // each target keeps one
    }

    /** Whether it failed since this machine's clock is wrong. */
    boolean isOfClock() {
        return code.equals(CLOCK_CODE);
    }
}
