package trro.exporter.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import trro.exporter.model.StatisticInterval;

/**
 * One call that was sent to TRRO, and how it ended. It never holds TRRO's words, which may name accounts.
 *
 * @param account whose budget it was counted against
 * @param sentAt by the wall clock
 * @param took until its answer was read or given up
 * @param code {@code OK}, TRRO's error code, or a word for failures on this side
 * @param requestId TRRO's id of the call, where an answer had one
 */
public record CallRecord(
        String account, Question question, Instant sentAt, Duration took, String code, Optional<String> requestId) {

    /** The code of a call that was answered. */
    public static final String OK = "OK";

    /**
     * The question of a call.
     *
     * @param action TRRO's name of it
     * @param project empty where the action has none
     * @param device empty where the action has none
     * @param interval empty where the action has none
     */
    public record Question(
            String action, Optional<String> project, Optional<String> device, Optional<StatisticInterval> interval) {}

    public boolean answered() {
        return code.equals(OK);
    }
}
