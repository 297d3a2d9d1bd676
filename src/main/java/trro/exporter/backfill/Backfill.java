package trro.exporter.backfill;

import java.io.IOException;
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

    private final HistoryRequest request;
    private final Layout layout;
    private final Parts parts;
    private final Map<String, List<Long>> rounds = new HashMap<>(); // ends in the journal, by the names of lanes
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
            List<Lane> lanes = ask(journal, answers, search);
            List<Layout.Part> all = layout.parts(
                    request.from(), request.to(), request.calendar().zone());
            int left = all.size();
            for (Layout.Part part : all) {
                write(part, lanes, answers, journal);
                parts.listener().written(part.file(), --left);
            }
            List<LeftOut> leftOut = LeftOut.of(request, lanes, answers);
            Files.delete(layout.journal());
            return leftOut;
        }
    }

    /** Writes the samples of a time, unless a former run did. */
    private void write(Layout.Part part, List<Lane> lanes, Answers answers, Journal journal) throws IOException {
        switch (layout.format()) {
            case OPENMETRICS ->
                part.write(out -> new HistoryWriter(request, layout, lanes, answers).write(part, new TimedPage(out)));
            case CSV -> part.write(out -> new CsvWriter(request, lanes, answers).write(part, out));
            case REMOTE_WRITE -> {
                if (pushed.add(part.from())) {
                    new HistoryWriter(request, layout, lanes, answers)
                            .write(part, new WriteRequests(parts.receiver().orElseThrow()::push));
                    journal.append(
                            Journal.Kind.PUSHED,
                            out -> out.writeLong(part.from().getEpochSecond()));
                }
            }
        }
    }

    private void recall(Journal journal, Answers answers, LaneSearch search) throws IOException, BackfillException {
        List<HistoryRequest> before = new ArrayList<>();
        journal.read((kind, position, content) -> {
            switch (kind) {
                case REQUEST -> before.add(HistoryRequest.read(content));
                case CALENDAR -> search.recall(content);
                case ROUND -> rounds(content.readUTF()).add(position);
                case GAPS -> search.recallGaps(content);
                case PUSHED -> pushed.add(Instant.ofEpochSecond(content.readLong()));
                case ANSWER -> answers.recall(content, position);
                case DIVIDED -> answers.recall(content, Answers.DIVIDED);
                case GIVEN_UP -> answers.recall(content, Answers.GIVEN_UP);
            }
        });
        if (before.isEmpty()) {
            refuseToReplace();
            journal.append(Journal.Kind.REQUEST, request::write);
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

    private List<Lane> ask(Journal journal, Answers answers, LaneSearch search)
            throws BackfillException, InterruptedException, IOException {
        List<Lane> expected = search.expected();
        long later = expected.stream().mapToLong(lane -> open(lane, answers)).sum();
        List<Lane> lanes = new ArrayList<>();
        for (Lane next : expected) {
            parts.listener().callsLeft(later);
            later -= open(next, answers);
            Way way = parts.ways().apply(next.account());
            Caller caller = new Caller(
                    way.api(),
                    way.limiters().apply(TrroAction.SESSION_STATISTICS_BY_INTERVAL),
                    parts.time(),
                    () -> parts.listener().called());
            Lane found = find(search, next, caller);
            if (!found.rules().isOfOtherZone()) {
                Asking asking = new Asking(found, request.subjects(), answers, caller, parts.workers());
                found = askAll(journal, answers, found, asking, later);
            }
            lanes.add(found);
        }
        return lanes;
    }

    /** The number of questions that are not answered yet. */
    private static long open(Lane lane, Answers answers) {
        return lane.questions().filter(question -> !answers.isClosed(question)).count();
    }

    private static Lane find(LaneSearch search, Lane expected, Caller caller)
            throws BackfillException, InterruptedException, IOException {
        try {
            return search.find(expected, caller);
        } catch (ApiException e) {
            throw new BackfillException("TRRO does not answer for account " + expected.account() + ": " + e.getMessage()
                    + "; mend that and run the same command again");
        }
    }

    /** Asks all questions, and further ones as long as something is in doubt; returns the lane as it is known then. */
    private Lane askAll(Journal journal, Answers answers, Lane found, Asking asking, long later)
            throws BackfillException, InterruptedException, IOException {
        parts.listener().callsLeft(open(found, answers) + later);
        asking.all(found.questions().iterator());
        Lane lane = found;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            long end = end(round, found, journal);
            lane = learn(found, answers, end);
            DoubtfulRanges doubts = new DoubtfulRanges(lane, answers, end);
            long further = doubts.questions().count();
            if (further == 0) {
                break;
            }
            parts.listener().callsLeft(further + later);
            asking.all(doubts.questions().iterator());
        }
        return lane;
    }

    /** The place in the journal where a round ended, now or in a former run: the next one rests on what is before. */
    private long end(int round, Lane lane, Journal journal) throws IOException {
        List<Long> ends = rounds(lane.name());
        if (round == ends.size()) {
            ends.add(journal.append(Journal.Kind.ROUND, out -> out.writeUTF(lane.name())));
        }
        return ends.get(round);
    }

    private List<Long> rounds(String lane) {
        return rounds.computeIfAbsent(lane, any -> new ArrayList<>());
    }

    private static Lane learn(Lane found, Answers answers, long end) throws IOException {
        Knowledge knowledge = found.knowledge();
        for (int subject : found.subjects()) {
            for (KeptAnswer told : answers.about(found.whole(subject), end)) {
                knowledge = knowledge.with(told);
            }
        }
        return found.with(knowledge);
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
