package trro.exporter.backfill;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import trro.exporter.metrics.Figure;
import trro.exporter.model.StatisticInterval;

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

    /** Start, end and day of the week of both windows, and when the previous one settles. */
    private static final int SERIES_OF_AN_INTERVAL = 7;

    /** Of a sample of a device, with ids of 16 characters. */
    private static final int BYTES_OF_A_SAMPLE = 175;

    private static final int PROBING_CALLS = 2;

    /**
     * The plan of a request.
     *
     * @param paces calls a second, by account
     * @param gaps empty if everything is wanted
     */
    public static BackfillPlan of(
            HistoryRequest request, Layout layout, Map<String, Double> paces, Optional<GapSearch> gaps)
            throws InterruptedException, IOException {
        long calls = 0;
        long samples = 0;
        double seconds = 0;
        for (Map.Entry<String, Double> account : paces.entrySet()) {
            long own = 0;
            for (StatisticInterval interval : request.intervals()) {
                Lane all = LaneSearch.configured(request, layout, account.getKey(), interval);
                Lane lane = all.with(LaneSearch.lacking(gaps, all));
                own += PROBING_CALLS;
                samples += SERIES_OF_AN_INTERVAL * samples(request, layout, lane, lane.wanted(Gaps.CALENDAR));
                Map<List<Gaps.Gap>, List<Integer>> alike = // mostly all want the same
                        lane.subjects().stream().collect(Collectors.groupingBy(lane::wanted));
                for (List<Integer> subjects : alike.values()) {
                    long count = subjects.size();
                    int first = subjects.get(0);
                    own += count * lane.questions(first).size();
                    samples += count * SERIES_OF_A_SUBJECT * samples(request, layout, lane, lane.wanted(first));
                }
            }
            calls += own;
            seconds += own / account.getValue(); // accounts are asked one after the other
        }
        return new BackfillPlan(
                calls, Duration.ofSeconds((long) Math.ceil(seconds)), samples, samples * BYTES_OF_A_SAMPLE);
    }

    /** Samples of a series. */
    private static long samples(HistoryRequest request, Layout layout, Lane lane, List<Gaps.Gap> wanted) {
        return wanted.stream()
                .mapToLong(gap -> {
                    long from = Math.max(second(lane.next(gap.from())), second(request.from()));
                    long to = Math.min(second(lane.next(gap.to())), second(request.to()));
                    return (to - from) / layout.step().toSeconds();
                })
                .sum();
    }

    private static long second(Instant moment) {
        return moment.getEpochSecond();
    }
}
