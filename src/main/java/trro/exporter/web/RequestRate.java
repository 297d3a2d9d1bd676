package trro.exporter.web;

import java.util.Optional;
import trro.exporter.time.TimeSource;
import trro.exporter.webconfig.WebConfig.RateLimit;

/** Keeps requests within a {@link RateLimit}, which may change. Thread-safe. */
final class RequestRate {

    private final TimeSource time;
    private Optional<RateLimit> limit = Optional.empty();
    private double tokens;
    private long countedNanos;

    RequestRate(TimeSource time) {
        this.time = time;
    }

    /** Takes a token if there is one. A limit that changed begins with all of its tokens. */
    synchronized boolean allows(Optional<RateLimit> now) {
        if (now.isEmpty()) {
            limit = now;
            return true;
        }
        long nowNanos = time.nanoTime();
        int burst = now.get().burst();
        if (now.equals(limit)) {
            double fresh =
                    (double) (nowNanos - countedNanos) / now.get().interval().toNanos();
            tokens = Math.min(burst, tokens + fresh);
        } else {
            tokens = burst;
        }
        limit = now;
        countedNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
