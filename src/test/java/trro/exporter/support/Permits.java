package trro.exporter.support;

import trro.exporter.api.ApiException;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;

/** Permits for tests in which nothing is paced. */
public final class Permits {

    private Permits() {}

    /** A permit of a limiter of its own. */
    public static Permit one() {
        try {
            return new RateLimiter(1, new FakeTime("2026-11-22T08:00:00Z")).acquire();
        } catch (InterruptedException e) {
            throw new AssertionError("virtual time is not waited for", e);
        }
    }

    /** Tells a permit of a refusal as TRRO's client does. */
    public static ApiException refused(Permit permit, ApiException refusal) {
        if (refusal.kind() == ApiException.Kind.THROTTLED) {
            permit.throttled(refusal.code());
        }
        return refusal;
    }
}
