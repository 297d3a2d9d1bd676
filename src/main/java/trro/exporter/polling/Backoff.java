package trro.exporter.polling;

import java.time.Duration;
import trro.exporter.api.ApiException;

/** How long to leave something alone after it failed: doubling from a first pause up to a longest one. */
record Backoff(Duration first, Duration longest) {

    private static final Backoff BUSY = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final Backoff FAULT = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));
    private static final Backoff REFUSED = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));
    private static final Backoff MISTAKE = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(15));
    private static final int MOST_DOUBLINGS = 20;

    static Backoff of(ApiException.Kind kind) {
        return switch (kind) {
            case THROTTLED -> BUSY;
            case SERVER, NETWORK -> FAULT;
            case UNAUTHORIZED, MALFORMED -> REFUSED;
            case INVALID_REQUEST, NOT_FOUND -> MISTAKE;
        };
    }

    /** The pause after the {@code failures}th failure in a row, counted from 1. */
    Duration after(int failures) {
        Duration pause = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    /** Whether what failed keeps its place in the order, since asking again may help; else it goes to the end. */
    static boolean keepsTurn(ApiException.Kind kind) {
        return switch (kind) {
            case THROTTLED, SERVER, NETWORK -> true;
            case UNAUTHORIZED, MALFORMED, INVALID_REQUEST, NOT_FOUND -> false;
        };
    }
}
