package trro.exporter.discovery;

import java.time.Duration;
import trro.exporter.api.ApiException.Kind;

/** How long to leave a list alone after it could not be read: doubling from a first pause up to a longest one. */
record RetryPause(Duration first, Duration longest) {

    private static final RetryPause PASSING = new RetryPause(Duration.ofSeconds(2), Duration.ofMinutes(1));
    private static final RetryPause LASTING = new RetryPause(Duration.ofMinutes(1), Duration.ofMinutes(15));
    private static final int MOST_DOUBLINGS = 10;

    static RetryPause of(Kind kind) {
        return switch (kind) {
            case THROTTLED, SERVER, NETWORK -> PASSING;
            case UNAUTHORIZED, MALFORMED, INVALID_REQUEST, NOT_FOUND -> LASTING;
        };
    }

    /** The pause after the {@code failures}th failure in a row, counted from 1. */
    Duration after(int failures) {
        Duration pause = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
