package trro.exporter.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * TRRO's limit: of the calls of one action by one sub-account that arrive within a wall-clock second the first pass and
 * the rest are cut. Thread-safe.
 *
 * @see <a href="https://cloud.tencent.com/document/product/1278/109059">API frequency limit</a>
 */
final class RequestQuota {

    /** Threads may report arrivals this late. */
    private static final int KEPT_SECONDS = 3;

    private final int requestsPerSecond;
    private final Map<Gateway.Admission, TreeMap<Long, Integer>> arrivedBySecond = new HashMap<>();

    RequestQuota(int requestsPerSecond) {
        this.requestsPerSecond = requestsPerSecond;
    }

    /** Counts a call that came in at {@code arrival}, before anything was done about it. */
    synchronized void count(Gateway.Admission call, Instant arrival) throws Refusal {
        TreeMap<Long, Integer> arrived = arrivedBySecond.computeIfAbsent(call, key -> new TreeMap<>());
        int inThisSecond = arrived.merge(arrival.getEpochSecond(), 1, Integer::sum);
        while (arrived.size() > KEPT_SECONDS) {
            arrived.pollFirstEntry();
        }
        if (inThisSecond > requestsPerSecond) {
            throw new Refusal(
                    ErrorCode.REQUEST_LIMIT_EXCEEDED,
                    "Your current request times exceed the frequency limit `" + requestsPerSecond
                            + "` for a second. Please reduce the frequency of calls.");
        }
    }
}
