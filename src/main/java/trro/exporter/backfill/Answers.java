package trro.exporter.backfill;

import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import trro.exporter.model.StatisticInterval;

/**
 * Where the journal has the answer to each question. Sixteen bytes of memory a question; the answers themselves stay on
 * disk. Thread-safe.
 */
final class Answers {

    static final long DIVIDED = -1;
    static final long GIVEN_UP = -2;

    /** Borders lie on quarters of an hour; counted from 1970 these fit an int for ages. */
    private static final long UNIT_SECONDS = 15 * 60;

    private final Journal journal;
    private final long[][] entries; // of each series: position, or a word instead, and range, in turns

    Answers(Journal journal, int subjects) {
        this.journal = journal;
        entries = new long[subjects * StatisticInterval.values().length][];
    }

    /**
     * Takes a question of which the journal has a record.
     *
     * @param word the record's position if it is an answer, else what became of the question
     */
    void recall(DataInputStream content, long word) throws IOException {
        index(Question.read(content), word);
    }

    void answered(KeptAnswer told) throws IOException {
        index(told.question(), journal.append(Journal.Kind.ANSWER, told::write));
    }

    /** The halves of a question are asked instead. */
    void divided(Question question) throws IOException {
        journal.append(Journal.Kind.DIVIDED, question::write);
        index(question, DIVIDED);
    }

    void givenUp(Question question) throws IOException {
        journal.append(Journal.Kind.GIVEN_UP, question::write);
        index(question, GIVEN_UP);
    }

    /** Whether the question was answered or given up. */
    boolean isClosed(Question question) {
        return word(question).orElse(DIVIDED) != DIVIDED;
    }

    boolean isDivided(Question question) {
        return word(question).orElse(GIVEN_UP) == DIVIDED;
    }

    /** The answers to questions that touch the range. */
    List<KeptAnswer> about(Question range) throws IOException {
        return about(range, Long.MAX_VALUE);
    }

    /** @param before later ones, by their place in the journal, are left out */
    List<KeptAnswer> about(Question range, long before) throws IOException {
        List<KeptAnswer> all = new ArrayList<>();
        long[] own = own(range.series());
        for (int i = 0; i < own.length; i += 2) {
            boolean touches =
                    start(own[i + 1]).isBefore(range.to()) && end(own[i + 1]).isAfter(range.from());
            if (own[i] >= 0 && own[i] < before && touches) {
                all.add(KeptAnswer.read(journal.at(own[i])));
            }
        }
        return all;
    }

    /** A position, or a word instead; empty if it was not asked. */
    private synchronized OptionalLong word(Question question) {
        long[] own = own(question.series());
        return IntStream.range(0, own.length / 2)
                .filter(i -> own[2 * i + 1] == range(question))
                .mapToLong(i -> own[2 * i])
                .findFirst();
    }

    private synchronized long[] own(int series) {
        long[] own = entries[series];
        return own == null ? new long[0] : own;
    }

    private synchronized void index(Question question, long word) {
        long[] own = own(question.series());
        long[] more = Arrays.copyOf(own, own.length + 2);
        more[own.length] = word;
        more[own.length + 1] = range(question);
        entries[question.series()] = more;
    }

    private static long range(Question question) {
        return (question.from().getEpochSecond() / UNIT_SECONDS) << Integer.SIZE | question.seconds() / UNIT_SECONDS;
    }

    private static Instant start(long range) {
        return Instant.ofEpochSecond((range >> Integer.SIZE) * UNIT_SECONDS);
    }

    private static Instant end(long range) {
        return start(range).plusSeconds((int) range * UNIT_SECONDS);
    }
}
