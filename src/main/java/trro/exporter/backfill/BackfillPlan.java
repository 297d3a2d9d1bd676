package trro.exporter.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import trro.exporter.metrics.Figure;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.ClosedBuckets;

/**
 * The price of a backfill before it runs.
 *
 * @param calls those that are needed if TRRO tells long ranges at once
 * @param time that they take
 * @param samples at most: as if every bucket had every figure
 * @param bytes of the files at most, before compression
 */
public record BackfillPlan(long calls, Duration time, long samples, long bytes) {

    /** The figures of a bucket, and when it was answered. */
    private static final int SERIES_OF_A_SUBJECT = Figure.values().length + 1;

    private static final int SERIES_OF_AN_INTERVAL = 4;

    /** Of a sample of a device, with ids of 16 characters. */
    private static final int BYTES_OF_A_SAMPLE = 175;

    private static final int PROBING_CALLS = 2;

    /**
     * The plan of a request.
     *
     * @param paces calls a second, by account
     */
    public static BackfillPlan of(HistoryRequest request, Layout layout, Map<String, Double> paces) {
        long calls = 0;
        double longest = 0;
        for (Map.Entry<String, Double> account : paces.entrySet()) {
            long subjects = request.subjects().stream()
                    .filter(subject -> subject.account().equals(account.getKey()))
                    .count();
            long own = 0;
            for (StatisticInterval interval : request.intervals()) {
                own += subjects * calls(request, interval) + PROBING_CALLS;
            }
            calls += own;
            longest += own / account.getValue();
        }
        long steps = Duration.between(request.from(), request.to()).toSeconds()
                / layout.step().toSeconds();
        long series = request.intervals().size()
                * (request.subjects().size() * (long) SERIES_OF_A_SUBJECT + SERIES_OF_AN_INTERVAL);
        long samples = steps * series;
        return new BackfillPlan(
                calls, Duration.ofSeconds((long) Math.ceil(longest)), samples, samples * BYTES_OF_A_SAMPLE);
    }

    private static long calls(HistoryRequest request, StatisticInterval interval) {
        ClosedBuckets rules = ClosedBuckets.learn(interval, request.calendar(), Map.of());
        Instant from = interval.startOf(request.from(), rules.calendar().zone(interval));
        long buckets = 0;
        for (Instant at = from;
                at.isBefore(request.to());
                at = interval.next(at, rules.calendar().zone(interval))) {
            buckets++;
        }
        int perCall = Lane.mostPerCall(interval);
        return (buckets + perCall - 1) / perCall;
    }
}
