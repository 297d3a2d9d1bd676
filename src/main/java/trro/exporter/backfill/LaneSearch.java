package trro.exporter.backfill;

import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import trro.exporter.api.ApiException;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.ClosedBuckets;

/** Finds out how the questions of an account's interval are to be cut, and keeps that in the journal. */
final class LaneSearch {

    private final HistoryRequest request;
    private final Layout layout;
    private final Journal journal;
    private final Optional<GapSearch> gapSearch;
    private final Map<String, Probe.Result> found = new HashMap<>(); // by the names of lanes
    private final Map<String, Gaps> gaps = new HashMap<>();

    /** @param gapSearch empty if everything is wanted */
    LaneSearch(HistoryRequest request, Layout layout, Journal journal, Optional<GapSearch> gapSearch) {
        this.request = request;
        this.layout = layout;
        this.journal = journal;
        this.gapSearch = gapSearch;
    }

    /** Takes a record of the journal that has been there before. */
    void recall(DataInputStream content) throws IOException {
        found.put(content.readUTF(), Probe.Result.read(content));
    }

    /** Takes a record of the journal about what Prometheus lacked. */
    void recallGaps(DataInputStream content) throws IOException {
        gaps.put(content.readUTF(), Gaps.read(content));
    }

    /** The lane as it most likely is, before anything is asked. */
    static Lane configured(HistoryRequest request, Layout layout, String account, StatisticInterval interval) {
        return lane(request, layout, account, interval, new Probe.Result(Lane.mostPerCall(interval), List.of()));
    }

    /** The buckets that Prometheus lacks; empty if everything is wanted. */
    static Optional<Gaps> lacking(Optional<GapSearch> search, Lane lane) throws InterruptedException, IOException {
        return search.isPresent() ? Optional.of(search.get().of(lane)) : Optional.empty();
    }

    /** The lanes as they most likely are; what a former run found lacking counts. */
    List<Lane> expected() throws InterruptedException, IOException {
        List<Lane> lanes = new ArrayList<>();
        List<String> accounts =
                request.subjects().stream().map(Subject::account).distinct().toList();
        for (String account : accounts) {
            for (StatisticInterval interval : request.intervals()) {
                Lane lane = configured(request, layout, account, interval);
                Optional<Gaps> known = Optional.ofNullable(gaps.get(lane.name()));
                lanes.add(lane.with(known.isPresent() ? known : lacking(gapSearch, lane)));
            }
        }
        return lanes;
    }

    /** Looks at some answers first, unless that was done before; what they show counts as the first knowledge. */
    Lane find(Lane expected, Caller caller) throws ApiException, InterruptedException, IOException {
        Probe.Result result = probe(expected, caller);
        Lane lane = lane(request, layout, expected.account(), expected.interval(), result);
        return lane.with(wanted(lane));
    }

    private Probe.Result probe(Lane expected, Caller caller) throws ApiException, InterruptedException, IOException {
        Probe.Result before = found.get(expected.name());
        if (before != null) {
            return before;
        }
        Probe.Result result = new Probe(expected, request.subjects(), caller).run();
        journal.append(Journal.Kind.CALENDAR, out -> {
            out.writeUTF(expected.name());
            result.write(out);
        });
        return result;
    }

    /** The same in a run that goes on, whatever Prometheus got meanwhile. */
    private Optional<Gaps> wanted(Lane lane) throws InterruptedException, IOException {
        Optional<Gaps> before = Optional.ofNullable(gaps.get(lane.name()));
        Optional<Gaps> wanted = before.isPresent() ? before : lacking(gapSearch, lane);
        if (before.isEmpty() && wanted.isPresent()) {
            journal.append(Journal.Kind.GAPS, out -> {
                out.writeUTF(lane.name());
                wanted.get().write(out);
            });
        }
        return wanted;
    }

    private static Lane lane(
            HistoryRequest request, Layout layout, String account, StatisticInterval interval, Probe.Result result) {
        Map<PollTarget, List<Instant>> rows = new HashMap<>();
        for (Probe.Look look : result.looks()) {
            rows.computeIfAbsent(request.subjects().get(look.subject()).target(interval), any -> new ArrayList<>())
                    .addAll(look.starts());
        }
        ClosedBuckets rules = ClosedBuckets.learn(interval, request.calendar(), rows);
        List<Integer> subjects = IntStream.range(0, request.subjects().size())
                .filter(subject -> request.subjects().get(subject).account().equals(account))
                .boxed()
                .toList();
        long stepSeconds = layout.step().toSeconds();
        long lastStep = (request.to().getEpochSecond() - 1 - request.from().getEpochSecond()) / stepSeconds;
        Instant last = request.from().plusSeconds(lastStep * stepSeconds);
        ZoneId zone = rules.calendar().zone(interval);
        return new Lane(
                account,
                interval,
                subjects,
                rules,
                interval.previous(interval.startOf(request.from(), zone), zone),
                interval.startOf(last, zone),
                result.bucketsPerCall(),
                Optional.empty(),
                Knowledge.of(interval, result.looks()));
    }
}
