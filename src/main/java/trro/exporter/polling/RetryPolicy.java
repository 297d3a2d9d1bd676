package trro.exporter.polling;

import java.time.Duration;
import trro.exporter.api.ApiException;
import trro.exporter.pacing.Backoff;

/** When something that failed is asked for again, by the consequence of its failure. */
final class RetryPolicy {

    private static final Backoff BUSY = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final Backoff FAULT = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));
    private static final Backoff REFUSED = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));
    private static final Backoff MISTAKE = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(15));

    private RetryPolicy() {}

    static Backoff backoff(ApiException.Kind kind) {
        return switch (kind) {
            case THROTTLED -> BUSY;
            case SERVER, NETWORK -> FAULT;
            case UNAUTHORIZED, MALFORMED -> REFUSED;
            case INVALID_REQUEST, NOT_FOUND -> MISTAKE;
        };
    }

    /** Whether what failed keeps its place in the order, since asking again may help; else it goes to the end. */
    static boolean keepsTurn(ApiException.Kind kind) {
        return switch (kind) {
            case THROTTLED, SERVER, NETWORK -> true;
            case UNAUTHORIZED, MALFORMED, INVALID_REQUEST, NOT_FOUND -> false;
        };
    }
}
