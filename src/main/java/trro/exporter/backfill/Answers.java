package trro.exporter.backfill;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import trro.exporter.model.StatisticInterval;

/**
 * Where the journal has the answer to each question. Sixteen bytes of memory a question; the answers themselves stay on
 * disk. Thread-safe.
 */
final class Answers {

    private static final long DIVIDED = -1;
    private static final long GIVEN_UP = -2;

    /** Borders lie on quarters of an hour; counted from 1970 these fit an int for ages. */
    private static final long UNIT_SECONDS = 15 * 60;

    private final Journal journal;
    private final long[][] entries; // of each series: position, or a word instead, and range, in turns

    Answers(Journal journal, int subjects) {
        this.journal = journal;
        entries = new long[subjects * StatisticInterval.values().length][];
    }

    /** Takes a record of the journal that has been there before. */
    void recall(Journal.Kind kind, long position, DataInputStream content) throws IOException {
        switch (kind) {
            case ANSWER -> index(Question.read(content), position);
            case DIVIDED -> index(Question.read(content), DIVIDED);
            case GIVEN_UP -> index(Question.read(content), GIVEN_UP);
            case REQUEST, CALENDAR, KNOWLEDGE, GAPS, PUSHED -> {}
        }
    }

    void answered(Told told) throws IOException {
        index(told.question(), journal.append(Journal.Kind.ANSWER, told.toBytes()));
    }

    /** The halves of a question are asked instead. */
    void divided(Question question) throws IOException {
        journal.append(Journal.Kind.DIVIDED, bytes(question, ""));
        index(question, DIVIDED);
    }

    void givenUp(Question question, String reason) throws IOException {
        journal.append(Journal.Kind.GIVEN_UP, bytes(question, reason));
        index(question, GIVEN_UP);
    }

    private static byte[] bytes(Question question, String reason) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        question.write(out);
        out.writeUTF(reason);
        return bytes.toByteArray();
    }

    /** Whether the question was answered or given up. */
    boolean isClosed(Question question) {
        return word(question).filter(word -> word != DIVIDED).isPresent();
    }

    boolean isDivided(Question question) {
        return word(question).filter(word -> word == DIVIDED).isPresent();
    }

    /**
     * The answers about a series of buckets, of questions that touch a time.
     *
     * @param before later ones, by their place in the journal, are left out
     */
    List<Told> about(int series, Instant from, Instant to, long before) throws IOException {
        List<Told> all = new ArrayList<>();
        long[] own = own(series);
        for (int i = 0; i < own.length; i += 2) {
            boolean touches = start(own[i + 1]).isBefore(to) && end(own[i + 1]).isAfter(from);
            if (own[i] >= 0 && own[i] < before && touches) {
                all.add(Told.read(journal.at(own[i])));
            }
        }
        return all;
    }

    private synchronized Optional<Long> word(Question question) {
        long range = range(question.from(), question.to());
        long[] own = own(question.series());
        for (int i = 0; i < own.length; i += 2) {
            if (own[i + 1] == range) {
                return Optional.of(own[i]);
            }
        }
        return Optional.empty();
    }

    private synchronized long[] own(int series) {
        long[] own = entries[series];
        return own == null ? new long[0] : own;
    }

    private synchronized void index(Question question, long word) {
        long[] own = own(question.series());
        long[] more = Arrays.copyOf(own, own.length + 2);
        more[own.length] = word;
        more[own.length + 1] = range(question.from(), question.to());
        entries[question.series()] = more;
    }

    private static long range(Instant from, Instant to) {
        long length = Duration.between(from, to).toSeconds() / UNIT_SECONDS;
        return (from.getEpochSecond() / UNIT_SECONDS) << Integer.SIZE | length;
    }

    private static Instant start(long range) {
        return Instant.ofEpochSecond((range >> Integer.SIZE) * UNIT_SECONDS);
    }

    private static Instant end(long range) {
        return start(range).plusSeconds((int) range * UNIT_SECONDS);
    }
}
