package trro.exporter.backfill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trro.exporter.api.TrroApi;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.StatisticsCalendar;
import trro.exporter.prometheus.Peer;
import trro.exporter.prometheus.Queries;
import trro.exporter.prometheus.RemoteWrite;
import trro.exporter.support.SteppingTime;

/** A backfill in virtual time of one project with two devices, by hour, day and month. */
final class HistoryRun {

    static final List<Subject> SUBJECTS =
            List.of(subject(Optional.empty()), subject(Optional.of("d1")), subject(Optional.of("d2")));
    static final Duration STEP = Duration.ofMinutes(30);

    final HistoryRequest request;
    final Layout layout;
    final SteppingTime time = new SteppingTime(Instant.parse("2026-12-01T00:00:00Z"));
    private Optional<Queries> gaps = Optional.empty();
    private Optional<RemoteWrite> receiver = Optional.empty();
    private final List<Path> written = new ArrayList<>();
    final List<Long> callsLeft = new ArrayList<>(); // each time that it was told

    HistoryRun(Path output, ZoneId zone, String from, String to, Layout.Split split) {
        this(output, zone, from, to, split, Layout.Format.OPENMETRICS);
    }

    HistoryRun(Path output, ZoneId zone, String from, String to, Layout.Split split, Layout.Format format) {
        request = new HistoryRequest(
                LocalDate.parse(from).atStartOfDay(zone).toInstant(),
                LocalDate.parse(to).atStartOfDay(zone).toInstant(),
                new StatisticsCalendar(zone, Duration.ofMinutes(10)),
                List.of(StatisticInterval.values()),
                SUBJECTS,
                "asked");
        layout = new Layout(output, STEP, Map.of("job", "trro", "instance", "localhost:10205"), split, format);
    }

    /** Who takes the samples that are not written into files. */
    void pushTo(Peer peer) {
        receiver = Optional.of(new RemoteWrite(peer, time));
    }

    private static Subject subject(Optional<String> device) {
        return new Subject("main", "p", device);
    }

    /** From now on only that is wanted which a Prometheus lacks. */
    void onlyGaps(Queries queries) {
        gaps = Optional.of(queries);
    }

    List<LeftOut> run(TrroApi api) throws BackfillException, InterruptedException, IOException {
        BackfillListener listener = new Silent() {
            @Override
            public void written(Path file, int left) {
                written.add(file);
            }

            @Override
            public void callsLeft(long calls) {
                callsLeft.add(calls);
            }
        };
        RateLimiter limiter = new RateLimiter(4, time);
        Backfill.Way way = new Backfill.Way(api, action -> limiter);
        return new Backfill(
                        request,
                        layout,
                        new Backfill.Parts(
                                account -> way,
                                Runnable::run,
                                time,
                                listener,
                                gaps.map(queries -> new GapSearch(queries, request)),
                                receiver))
                .run();
    }

    /** Hears and says nothing. */
    static class Silent implements BackfillListener {

        @Override
        public void callsLeft(long calls) {}

        @Override
        public void called() {}

        @Override
        public void written(Path file, int left) {}
    }

    List<Path> written() {
        return written;
    }
}
