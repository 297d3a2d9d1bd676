package trro.exporter.backfill;

import java.time.Duration;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.time.TimeSource;

/** Makes calls within a budget, each again where it failed and may not fail the next time. Thread-safe. */
final class Caller {

    private static final int MOST_TRIES = 6;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final TrroApi api;
    private final RateLimiter limiter;
    private final TimeSource time;
    private final Runnable heard;

    /** @param heard told of every call that was made */
    Caller(TrroApi api, RateLimiter limiter, TimeSource time, Runnable heard) {
        this.api = api;
        this.limiter = limiter;
        this.time = time;
        this.heard = heard;
    }

    /** @throws ApiException if TRRO refused it for good, or failed over and over */
    StatisticsAnswer ask(StatisticsQuery query) throws ApiException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                return attempt(query);
            } catch (ApiException e) {
                if (!e.kind().mayPass() || tries == MOST_TRIES) {
                    throw e;
                }
                if (e.kind() != Kind.THROTTLED) { // which slows the limiter down
                    time.sleep(pause);
                    pause = pause.multipliedBy(2);
                }
            }
        }
    }

    private StatisticsAnswer attempt(StatisticsQuery query) throws ApiException, InterruptedException {
        Permit permit = limiter.acquire();
        try {
            return api.sessionStatistics(query, permit);
        } finally {
            permit.ended();
            heard.run();
        }
    }
}
