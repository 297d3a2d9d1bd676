package trro.exporter.support;

import trro.exporter.api.ApiException;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;

/** Permits of calls that tests make or answer. */
public final class Permits {

    private Permits() {}

    /** A failure that a stand-in for TRRO throws: the permit hears of it as from the real client. */
    public static ApiException refused(Permit permit, ApiException failure) {
        if (failure.kind() == ApiException.Kind.THROTTLED) {
            permit.throttled(failure.code());
        }
        return failure;
    }

    /** A permit of a limiter of its own. */
    public static Permit one() {
        try {
            return new RateLimiter(1, new FakeTime("2026-11-22T08:00:00Z")).acquire();
        } catch (InterruptedException e) {
            throw new AssertionError("virtual time is not waited for", e);
        }
    }
}
