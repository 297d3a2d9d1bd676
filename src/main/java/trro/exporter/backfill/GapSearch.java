package trro.exporter.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import trro.exporter.metrics.MetricCatalog;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.prometheus.PrometheusException;
import trro.exporter.prometheus.Queries;

/**
 * Asks a running Prometheus which buckets it lacks: those without a sample that was taken when the target had been
 * asked after they settled. Where samples are there that are not final, the gap begins after the last of them. It asks
 * for one bucket of all targets at a time, whatever job and instance they are of.
 */
public final class GapSearch {

    private static final String ANSWERED = "__name__=~\"trro_(project|device)_last_success_timestamp_seconds\"";
    private static final String SESSIONS = "__name__=~\"trro_(project|device)_sessions\",window=\"previous\"";
    private static final String STARTS = "__name__=\"" + MetricCatalog.INTERVAL_START.name() + "\",window=\"previous\"";

    /** A bucket with the time in which it is the previous one. */
    private record Shown(Instant start, Instant end, Instant until) {}

    private final Queries queries;
    private final HistoryRequest request;
    private final Map<PollTarget, Integer> subjects = new HashMap<>();
    private final Map<String, Gaps> found = new HashMap<>(); // by name and zone of the lane

    public GapSearch(Queries queries, HistoryRequest request) {
        this.queries = queries;
        this.request = request;
        for (int subject = 0; subject < request.subjects().size(); subject++) {
            for (StatisticInterval interval : request.intervals()) {
                subjects.put(request.subjects().get(subject).target(interval), subject);
            }
        }
    }

    /**
     * Looks whether series with these labels are there, or none at all.
     *
     * @param labels that the samples to come have
     * @throws BackfillException if there are only others, since a chart would show both beside each other
     */
    public void check(Map<String, String> labels) throws BackfillException, PrometheusException, InterruptedException {
        String names = String.join(", ", new TreeMap<>(labels).keySet());
        List<Queries.Latest> there = queries.at(
                request.to(),
                "count by (" + names + ") (last_over_time({" + STARTS + "}["
                        + Duration.between(request.from(), request.to()).toSeconds() + "s]))");
        boolean isKnown = there.stream().anyMatch(series -> labels.equals(series.labels()));
        if (!there.isEmpty() && !isKnown) {
            throw new BackfillException("Prometheus has these series with "
                    + new TreeMap<>(there.get(0).labels()) + ", and the samples to come have " + new TreeMap<>(labels)
                    + "; give what your scrape job adds by --label");
        }
    }

    /** Whether Prometheus has seen no bucket of the time that is wanted until some moment. */
    public boolean findsNothing(Instant until) throws PrometheusException, InterruptedException {
        long seconds = Duration.between(request.from(), until).toSeconds();
        return queries.at(until, "count(last_over_time({" + STARTS + "}[" + seconds + "s]))")
                .isEmpty();
    }

    Gaps of(Lane lane) throws PrometheusException, InterruptedException {
        String key = lane.name() + " " + lane.zone();
        Gaps known = found.get(key);
        if (known == null) {
            known = search(lane);
            found.put(key, known);
        }
        return known;
    }

    private Gaps search(Lane lane) throws PrometheusException, InterruptedException {
        Gaps gaps = new Gaps();
        for (Instant start : lane.starts()) {
            Instant end = lane.next(start);
            search(lane, new Shown(start, end, lane.next(end)), gaps);
        }
        return gaps;
    }

    private void search(Lane lane, Shown bucket, Gaps gaps) throws PrometheusException, InterruptedException {
        long settles = bucket.end().plus(request.calendar().settleTime()).getEpochSecond();
        Set<Integer> lacking = new HashSet<>(lane.subjects());
        lacking.removeAll(subjects(lane, ask(lane, bucket, "max_over_time", ANSWERED, " >= " + settles)));
        if (lacking.isEmpty()) {
            return;
        }
        if (ask(lane, bucket, "count_over_time", STARTS, "").isEmpty()) {
            gaps.add(Gaps.CALENDAR, new Gaps.Gap(bucket.start(), bucket.end(), Instant.EPOCH));
        }
        Set<Integer> partly = new HashSet<>(subjects(lane, ask(lane, bucket, "count_over_time", SESSIONS, "")));
        partly.retainAll(lacking);
        Map<Integer, Instant> last = partly.isEmpty() ? Map.of() : lastSamples(lane, bucket);
        for (int subject : lacking) {
            Instant after = last.getOrDefault(subject, Instant.EPOCH);
            gaps.add(subject, new Gaps.Gap(bucket.start(), bucket.end(), after));
        }
    }

    private List<Queries.Latest> ask(Lane lane, Shown bucket, String function, String series, String condition)
            throws PrometheusException, InterruptedException {
        return queries.at(
                bucket.until().minusMillis(1),
                "max by (project_id, device_id) (" + function + "(" + selector(lane, bucket, series) + "))"
                        + condition);
    }

    private static String selector(Lane lane, Shown bucket, String series) {
        return String.format(
                Locale.ROOT,
                "{%s,interval=\"%s\"}[%ds]",
                series,
                lane.interval().label(),
                Duration.between(bucket.end(), bucket.until()).toSeconds());
    }

    private Collection<Integer> subjects(Lane lane, List<Queries.Latest> series) {
        return series.stream().flatMap(one -> subject(lane, one).stream()).collect(Collectors.toSet());
    }

    private Optional<Integer> subject(Lane lane, Queries.Latest series) {
        return Optional.ofNullable(series.labels().get("project_id"))
                .map(project -> subjects.get(new PollTarget(
                        project, Optional.ofNullable(series.labels().get("device_id")), lane.interval())));
    }

    /** The times of the last samples of targets that have some. */
    private Map<Integer, Instant> lastSamples(Lane lane, Shown bucket)
            throws PrometheusException, InterruptedException {
        Map<Integer, Instant> last = new HashMap<>();
        for (Queries.Latest series : queries.at(bucket.until().minusMillis(1), selector(lane, bucket, SESSIONS))) {
            Optional<Integer> subject = subject(lane, series);
            if (subject.isPresent() && !series.at().isBefore(bucket.end())) {
                last.merge(subject.get(), series.at(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return last;
    }
}
