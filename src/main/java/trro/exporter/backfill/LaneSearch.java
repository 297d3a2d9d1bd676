package trro.exporter.backfill;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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

    private record Key(String account, StatisticInterval interval) {}

    private final HistoryRequest request;
    private final Layout layout;
    private final Journal journal;
    private final Optional<GapSearch> gapSearch;
    private final Map<Key, Probe.Result> found = new HashMap<>();
    private final Map<Key, Gaps> gaps = new HashMap<>();

    /** @param gapSearch empty if everything is wanted */
    LaneSearch(HistoryRequest request, Layout layout, Journal journal, Optional<GapSearch> gapSearch) {
        this.request = request;
        this.layout = layout;
        this.journal = journal;
        this.gapSearch = gapSearch;
    }

    /** Takes a record of the journal that has been there before. */
    void recall(DataInputStream content) throws IOException {
        Key key = new Key(content.readUTF(), Question.interval(content.readUTF()));
        int bucketsPerCall = content.readInt();
        Knowledge knowledge = Knowledge.read(content);
        Map<Integer, List<Instant>> starts = new HashMap<>();
        for (int subjects = content.readInt(); subjects > 0; subjects--) {
            List<Instant> own = starts.computeIfAbsent(content.readInt(), any -> new ArrayList<>());
            for (int left = content.readInt(); left > 0; left--) {
                own.add(Instant.ofEpochSecond(content.readLong()));
            }
        }
        found.put(key, new Probe.Result(bucketsPerCall, knowledge, starts));
    }

    /** Takes a record of the journal about what Prometheus lacked. */
    void recallGaps(DataInputStream content) throws IOException {
        gaps.put(new Key(content.readUTF(), Question.interval(content.readUTF())), Gaps.read(content));
    }

    /** The lane as the configuration has it. */
    static Lane configured(HistoryRequest request, Layout layout, String account, StatisticInterval interval) {
        return lane(request, layout, new Key(account, interval), Map.of(), Lane.mostPerCall(interval));
    }

    /** The lane as it most likely is, before anything is asked. */
    Lane expected(String account, StatisticInterval interval) throws InterruptedException, IOException {
        Lane lane = configured(request, layout, account, interval);
        Optional<Gaps> known = Optional.ofNullable(gaps.get(new Key(account, interval)));
        return lane.with(
                known.isEmpty() && gapSearch.isPresent()
                        ? Optional.of(gapSearch.get().of(lane))
                        : known);
    }

    /** Looks at some answers first, unless that was done before; what they show counts as the first knowledge. */
    Lane.Known find(String account, StatisticInterval interval, Caller caller)
            throws ApiException, InterruptedException, IOException {
        Key key = new Key(account, interval);
        Optional<Probe.Result> before = Optional.ofNullable(found.get(key));
        Probe.Result result = before.isPresent()
                ? before.get()
                : new Probe(configured(request, layout, account, interval), request.subjects(), caller).run();
        if (before.isEmpty()) {
            journal.append(Journal.Kind.CALENDAR, bytes(key, result));
        }
        Lane lane = lane(request, layout, key, result.starts(), result.bucketsPerCall());
        return new Lane.Known(lane.with(wanted(key, lane)), result.knowledge());
    }

    /** The same in a run that goes on, whatever Prometheus got meanwhile. */
    private Optional<Gaps> wanted(Key key, Lane lane) throws InterruptedException, IOException {
        if (gapSearch.isPresent() && !gaps.containsKey(key)) {
            Gaps lacking = gapSearch.get().of(lane);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeUTF(key.account());
            out.writeUTF(key.interval().label());
            lacking.write(out);
            journal.append(Journal.Kind.GAPS, bytes.toByteArray());
            gaps.put(key, lacking);
        }
        return Optional.ofNullable(gaps.get(key));
    }

    private static byte[] bytes(Key key, Probe.Result result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(key.account());
        out.writeUTF(key.interval().label());
        out.writeInt(result.bucketsPerCall());
        result.knowledge().write(out);
        out.writeInt(result.starts().size());
        for (Map.Entry<Integer, List<Instant>> subject : result.starts().entrySet()) {
            out.writeInt(subject.getKey());
            out.writeInt(subject.getValue().size());
            for (Instant start : subject.getValue()) {
                out.writeLong(start.getEpochSecond());
            }
        }
        return bytes.toByteArray();
    }

    private static Lane lane(
            HistoryRequest request, Layout layout, Key key, Map<Integer, List<Instant>> starts, int bucketsPerCall) {
        StatisticInterval interval = key.interval();
        Map<PollTarget, List<Instant>> rows = new HashMap<>();
        starts.forEach(
                (subject, own) -> rows.put(request.subjects().get(subject).target(interval), own));
        ClosedBuckets rules = ClosedBuckets.learn(interval, request.calendar(), rows);
        List<Integer> subjects = IntStream.range(0, request.subjects().size())
                .filter(subject -> request.subjects().get(subject).account().equals(key.account()))
                .boxed()
                .toList();
        long stepSeconds = layout.step().toSeconds();
        long lastStep = (request.to().getEpochSecond() - 1 - request.from().getEpochSecond()) / stepSeconds;
        Instant last = request.from().plusSeconds(lastStep * stepSeconds);
        ZoneId zone = rules.calendar().zone(interval);
        return new Lane(
                key.account(),
                interval,
                subjects,
                rules,
                interval.previous(interval.startOf(request.from(), zone), zone),
                interval.startOf(last, zone),
                bucketsPerCall,
                Optional.empty());
    }
}
