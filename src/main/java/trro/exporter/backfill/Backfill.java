package trro.exporter.backfill;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import trro.exporter.api.ApiException;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.exposition.TimedPage;
import trro.exporter.exposition.WriteRequests;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.prometheus.RemoteWrite;
import trro.exporter.time.TimeSource;

/** One backfill, from the first question to the last file. It asks for nothing that a former run of it found out. */
public final class Backfill {

    /** So often it is looked whether something is in doubt; each time there is less of it. */
    private static final int MOST_ROUNDS = 6;

    /**
     * The way to an account.
     *
     * @param limiters the share of the account's budget that the backfill takes, for each action
     */
    public record Way(TrroApi api, Function<TrroAction, RateLimiter> limiters) {}

    /**
     * The parts that it works with.
     *
     * @param ways by the account's name
     * @param workers runs several calls at a time
     * @param gaps empty if all is wanted, whatever a Prometheus has
     * @param receiver takes samples that are written nowhere else; empty where there are files
     */
    public record Parts(
            Function<String, Way> ways,
            Executor workers,
            TimeSource time,
            BackfillListener listener,
            Optional<GapSearch> gaps,
            Optional<RemoteWrite> receiver) {}

    private record Learnt(Knowledge knowledge, long position) {}

    private final HistoryRequest request;
    private final Layout layout;
    private final Parts parts;
    private final Map<String, List<Learnt>> learnt = new HashMap<>();
    private final Set<Instant> pushed = new HashSet<>();

    public Backfill(HistoryRequest request, Layout layout, Parts parts) {
        this.request = request;
        this.layout = layout;
        this.parts = parts;
    }

    /**
     * Asks for everything that was not asked before, writes the files and removes the journal.
     *
     * @return the things that are not in the files
     * @throws BackfillException if the operator has to do something before it can go on
     */
    public List<LeftOut> run() throws BackfillException, InterruptedException, IOException {
        try (Journal journal = Journal.open(layout.journal())) {
            Answers answers = new Answers(journal, request.subjects().size());
            LaneSearch search = new LaneSearch(request, layout, journal, parts.gaps());
            recall(journal, answers, search);
            List<Lane.Known> lanes = ask(journal, answers, search);
            List<Layout.Part> all = layout.parts(
                    request.from(), request.to(), request.calendar().zone());
            int left = all.size();
            for (Layout.Part part : all) {
                write(part, lanes, answers, journal);
                parts.listener().written(part.file(), --left);
            }
            List<LeftOut> leftOut = new Unknowns(request, answers).of(lanes);
            Files.delete(layout.journal());
            return leftOut;
        }
    }

    /** Writes the samples of a time, unless a former run did. */
    private void write(Layout.Part part, List<Lane.Known> lanes, Answers answers, Journal journal) throws IOException {
        HistoryWriter samples = new HistoryWriter(request, layout, lanes, answers);
        switch (layout.format()) {
            case OPENMETRICS -> writeFile(part, out -> samples.write(part, new TimedPage(out)));
            case CSV -> writeFile(part, out -> new CsvWriter(request, lanes, answers).write(part, out));
            case REMOTE_WRITE -> {
                if (pushed.add(part.from())) {
                    samples.write(part, new WriteRequests(parts.receiver().orElseThrow()::push));
                    journal.append(
                            Journal.Kind.PUSHED,
                            ByteBuffer.allocate(Long.BYTES)
                                    .putLong(part.from().getEpochSecond())
                                    .array());
                }
            }
        }
    }

    private static void writeFile(Layout.Part part, PartFile.Content content) throws IOException {
        if (!Files.exists(part.file())) {
            PartFile.write(part.file(), content);
        }
    }

    private void recall(Journal journal, Answers answers, LaneSearch search) throws IOException, BackfillException {
        List<HistoryRequest> before = new ArrayList<>();
        journal.read((kind, position, content) -> {
            switch (kind) {
                case REQUEST -> before.add(HistoryRequest.read(content));
                case CALENDAR -> search.recall(content);
                case KNOWLEDGE -> recall(position, content);
                case GAPS -> search.recallGaps(content);
                case PUSHED -> pushed.add(Instant.ofEpochSecond(content.readLong()));
                case ANSWER, DIVIDED, GIVEN_UP -> answers.recall(kind, position, content);
            }
        });
        if (before.isEmpty()) {
            refuseToReplace();
            journal.append(Journal.Kind.REQUEST, request.toBytes());
        } else if (!before.get(0).equals(request)) {
            throw new BackfillException(layout.journal() + " is of another backfill; run that one to its end, or"
                    + " remove the file to begin anew");
        }
    }

    private void refuseToReplace() throws BackfillException, IOException {
        for (Layout.Part part :
                layout.parts(request.from(), request.to(), request.calendar().zone())) {
            if (layout.format() != Layout.Format.REMOTE_WRITE && Files.exists(part.file())) {
                Files.delete(layout.journal());
                throw new BackfillException(part.file() + " is there already; move it, or choose another --output");
            }
        }
    }

    private void recall(long position, DataInputStream content) throws IOException {
        String lane = content.readUTF();
        learnt.computeIfAbsent(lane, any -> new ArrayList<>()).add(new Learnt(Knowledge.read(content), position));
    }

    private List<Lane.Known> ask(Journal journal, Answers answers, LaneSearch search)
            throws BackfillException, InterruptedException, IOException {
        List<Lane.Known> lanes = new ArrayList<>();
        List<String> accounts =
                request.subjects().stream().map(Subject::account).distinct().toList();
        long later = 0;
        for (String account : accounts) {
            for (StatisticInterval interval : request.intervals()) {
                later += open(search.expected(account, interval), answers);
            }
        }
        for (String account : accounts) {
            Way way = parts.ways().apply(account);
            Caller caller = new Caller(
                    way.api(),
                    way.limiters().apply(TrroAction.SESSION_STATISTICS_BY_INTERVAL),
                    parts.time(),
                    () -> parts.listener().called());
            for (StatisticInterval interval : request.intervals()) {
                parts.listener().callsLeft(later);
                Lane.Known found = find(search, account, interval, caller);
                later -= open(search.expected(account, interval), answers);
                if (!found.lane().rules().isOfOtherZone()) {
                    Asking asking = new Asking(found.lane(), request.subjects(), answers, caller, parts.workers());
                    lanes.add(new Lane.Known(found.lane(), askAll(journal, answers, found, asking, later)));
                } else {
                    lanes.add(new Lane.Known(found.lane(), Knowledge.NONE));
                }
            }
        }
        return lanes;
    }

    /** The number of questions that are not answered yet. */
    private static long open(Lane lane, Answers answers) {
        return lane.subjects().stream()
                .flatMap(subject -> lane.questions(subject).stream())
                .filter(question -> !answers.isClosed(question))
                .count();
    }

    private static Lane.Known find(LaneSearch search, String account, StatisticInterval interval, Caller caller)
            throws BackfillException, InterruptedException, IOException {
        try {
            return search.find(account, interval, caller);
        } catch (ApiException e) {
            throw new BackfillException("TRRO does not answer for account " + account + ": " + e.getMessage()
                    + "; mend that and run the same command again");
        }
    }

    private Knowledge askAll(Journal journal, Answers answers, Lane.Known found, Asking asking, long later)
            throws BackfillException, InterruptedException, IOException {
        Lane lane = found.lane();
        parts.listener().callsLeft(open(lane, answers) + later);
        asking.all(lane.subjects().stream()
                .flatMap(subject -> lane.questions(subject).stream())
                .iterator());
        Learnt last = new Learnt(found.knowledge(), 0);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            last = learn(journal, answers, lane, round, last.knowledge());
            Doubts doubts = new Doubts(lane, last.knowledge(), answers, last.position());
            long further = 0;
            for (int subject : lane.subjects()) {
                further += doubts.about(subject).size();
            }
            if (further == 0) {
                break;
            }
            parts.listener().callsLeft(further + later);
            asking.all(lane.subjects().stream()
                    .flatMap(subject -> doubts.about(subject).stream())
                    .iterator());
        }
        return last.knowledge();
    }

    /** The knowledge of all answers until now, or of those that a former run had when it was here. */
    private Learnt learn(Journal journal, Answers answers, Lane lane, int round, Knowledge before) throws IOException {
        String name = lane.account() + "/" + lane.interval().label();
        List<Learnt> known = learnt.computeIfAbsent(name, any -> new ArrayList<>());
        if (round < known.size()) {
            return known.get(round);
        }
        Knowledge knowledge = before;
        for (int subject : lane.subjects()) {
            Question all = new Question(subject, lane.interval(), lane.from(), lane.to());
            for (Told told : answers.about(all.series(), all.from(), all.to(), Long.MAX_VALUE)) {
                knowledge = knowledge.with(told);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(name);
        knowledge.write(out);
        Learnt learntNow = new Learnt(knowledge, journal.append(Journal.Kind.KNOWLEDGE, bytes.toByteArray()));
        known.add(learntNow);
        return learntNow;
    }

    /** The request of a former run that did not come to its end; empty if there was none. */
    public static Optional<HistoryRequest> unfinished(Layout layout) throws IOException, BackfillException {
        if (!Files.exists(layout.journal())) {
            return Optional.empty();
        }
        List<HistoryRequest> before = new ArrayList<>();
        try (Journal journal = Journal.open(layout.journal())) {
            journal.read((kind, position, content) -> {
                if (kind == Journal.Kind.REQUEST) {
                    before.add(HistoryRequest.read(content));
                }
            });
        }
        return before.stream().findFirst();
    }
}
