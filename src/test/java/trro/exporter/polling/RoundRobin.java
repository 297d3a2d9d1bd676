package trro.exporter.polling;

import java.util.Arrays;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.support.SteppingTime;

/** What an exporter without a plan does with the same budget: asks one target after the other, again and again. */
final class RoundRobin {

    private final SteppingTime time = new SteppingTime(FleetSimulation.START);
    private final RateLimiter limiter;
    private final double[] answeredAt;
    private int next;

    RoundRobin(int targets, int requestsPerSecond) {
        limiter = new RateLimiter(requestsPerSecond, time);
        answeredAt = new double[targets];
        Arrays.fill(answeredAt, Double.NEGATIVE_INFINITY);
    }

    void runUntil(double second) throws InterruptedException {
        while (time.seconds() < second) {
            Permit permit = limiter.acquire();
            permit.sent();
            answeredAt[next] = time.seconds();
            next = (next + 1) % answeredAt.length;
        }
    }

    double answeredAt(int target) {
        return answeredAt[target];
    }
}
