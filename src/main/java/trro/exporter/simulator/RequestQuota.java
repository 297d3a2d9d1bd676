package trro.exporter.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import trro.exporter.simulator.Simulator.Traffic;
import trro.exporter.time.Moment;

/**
 * TRRO's limit: of the calls of one action by one sub-account that arrive within a wall-clock second the first pass and
 * the rest are cut. It also keeps the book that shows how near a client came. Thread-safe.
 *
 * @see <a href="https://cloud.tencent.com/document/product/1278/109059">API frequency limit</a>
 */
final class RequestQuota {

    /** Threads may report arrivals this late. */
    private static final int KEPT_SECONDS = 3;

    private final int requestsPerSecond;
    private final Map<Gateway.Admission, Book> books = new HashMap<>();

    RequestQuota(int requestsPerSecond) {
        this.requestsPerSecond = requestsPerSecond;
    }

    /** Counts a call that came in at {@code arrival}, before anything was done about it. */
    void count(Gateway.Admission call, Moment arrival) throws Refusal {
        if (!passes(call, arrival)) {
            throw new Refusal(
                    ErrorCode.REQUEST_LIMIT_EXCEEDED,
                    "Your current request times exceed the frequency limit `" + requestsPerSecond
                            + "` for a second. Please reduce the frequency of calls.");
        }
    }

    /** The calls of {@code action} that came in, of all callers; the busiest second is that of the busiest caller. */
    synchronized Traffic traffic(String action) {
        Traffic sum = Traffic.NONE;
        for (Map.Entry<Gateway.Admission, Book> entry : books.entrySet()) {
            if (entry.getKey().action().equals(action)) {
                sum = sum.plus(entry.getValue().traffic);
            }
        }
        return sum;
    }

    private synchronized boolean passes(Gateway.Admission call, Moment arrival) {
        return books.computeIfAbsent(call, key -> new Book()).note(arrival, requestsPerSecond);
    }

    /** One caller's calls of one action. */
    private static final class Book {
        private final TreeMap<Long, Integer> arrivedBySecond = new TreeMap<>();
        private final ArrivalLog log = new ArrivalLog();
        private Traffic traffic = Traffic.NONE;

        boolean note(Moment arrival, int limit) {
            boolean passes = arrivedBySecond.merge(arrival.instant().getEpochSecond(), 1, Integer::sum) <= limit;
            while (arrivedBySecond.size() > KEPT_SECONDS) {
                arrivedBySecond.pollFirstEntry();
            }
            traffic = traffic.plus(new Traffic(passes ? 1 : 0, passes ? 0 : 1, log.add(arrival.nanos())));
            return passes;
        }
    }
}
