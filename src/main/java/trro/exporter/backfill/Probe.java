package trro.exporter.backfill;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;

/**
 * Finds out how long a range TRRO tells at once, before thousands of questions rest on it: asks for twice as much as
 * wanted of the first subjects of an account, halves what is refused, and looks over how long a time rows are spread.
 */
final class Probe {

    /** More subjects would cost more than they tell. */
    private static final int MOST_SUBJECTS = 5;

    private final Lane lane;
    private final List<Subject> subjects;
    private final Caller caller;
    private final List<Look> looks = new ArrayList<>();
    private int accepted;

    /** @param lane as it is known from the configuration alone */
    Probe(Lane lane, List<Subject> subjects, Caller caller) {
        this.lane = lane;
        this.subjects = subjects;
        this.caller = caller;
        accepted = 2 * Lane.mostPerCall(lane.interval());
    }

    /**
     * An answer.
     *
     * @param starts of its rows, the oldest first
     */
    record Look(int subject, List<Instant> starts) {}

    /**
     * The result.
     *
     * @param looks by whose rows TRRO's calendar is known, and how far answers can be trusted
     */
    record Result(int bucketsPerCall, List<Look> looks) {

        void write(DataOutput out) throws IOException {
            out.writeInt(bucketsPerCall);
            for (Look look : looks) {
                out.writeInt(look.subject());
                out.writeInt(look.starts().size());
                for (Instant start : look.starts()) {
                    out.writeLong(start.getEpochSecond());
                }
            }
        }

        /** Reads what was written, to the end of the record. */
        static Result read(DataInputStream in) throws IOException {
            Result result = new Result(in.readInt(), new ArrayList<>());
            while (in.available() > 0) {
                Look look = new Look(in.readInt(), new ArrayList<>());
                for (int left = in.readInt(); left > 0; left--) {
                    look.starts().add(Instant.ofEpochSecond(in.readLong()));
                }
                result.looks().add(look);
            }
            return result;
        }
    }

    Result run() throws ApiException, InterruptedException {
        int most = Lane.mostPerCall(lane.interval());
        long wantedSeconds = most * lane.interval().longest().toSeconds();
        List<Integer> few = lane.subjects().stream().limit(MOST_SUBJECTS).toList();
        for (int subject : few) {
            if (knowledge().spanSeconds() < wantedSeconds) {
                look(subject, lane.to());
            }
        }
        for (int subject : few) { // whether anything is told of before the time that is wanted
            if (!knowledge().earliest().isBefore(lane.from())) {
                look(subject, lane.from());
            }
        }
        Knowledge knowledge = knowledge();
        long spanBuckets = knowledge.spanSeconds() / lane.interval().longest().toSeconds();
        int allowed = Math.max(1, Math.min(most, accepted));
        int wanted = knowledge.proofs().isEmpty() ? allowed : (int) Math.min(allowed, spanBuckets);
        int fewest = Math.max(2, most / 16); // fewer would take too many calls
        return new Result(Math.max(Math.min(allowed, fewest), wanted), looks);
    }

    /** Asks for the longest range that ends at a moment and is not refused. */
    private void look(int subject, Instant to) throws ApiException, InterruptedException {
        for (int buckets = accepted; buckets > 0; buckets /= 2) {
            Instant from = lane.before(to, buckets);
            if (from.isBefore(Instant.EPOCH)) {
                continue;
            }
            try {
                look(new Question(subject, lane.interval(), from, to));
                accepted = buckets;
                return;
            } catch (ApiException e) {
                if (e.kind() == Kind.NOT_FOUND) {
                    return;
                }
                if (e.kind() != Kind.INVALID_REQUEST) {
                    throw e;
                }
            }
        }
    }

    private void look(Question question) throws ApiException, InterruptedException {
        PollTarget target = subjects.get(question.subject()).target(lane.interval());
        List<Instant> starts = caller.ask(new StatisticsQuery(target, question.from(), question.to())).rows().stream()
                .map(SessionStatistics::start)
                .filter(start -> !start.isBefore(question.from()) && start.isBefore(question.to()))
                .sorted()
                .toList();
        looks.add(new Look(question.subject(), starts));
    }

    private Knowledge knowledge() {
        return Knowledge.of(lane.interval(), looks);
    }
}
