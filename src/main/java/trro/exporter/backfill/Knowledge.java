package trro.exporter.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;

/**
 * Everything that answers have shown of how far answers can be trusted. TRRO does not document how long a range it
 * tells, and may leave out the rest without a word: then want of a row must not be read as want of sessions.
 *
 * @param proofs answers that told much at once; none that another one outdoes in both respects
 * @param earliest the start of the oldest row of all answers: what was before may have been forgotten by TRRO
 */
record Knowledge(List<Proof> proofs, Instant earliest) {

    static final Knowledge NONE = new Knowledge(List.of(), Instant.MAX);

    /**
     * An answer that told so much at once.
     *
     * @param spanSeconds the time over which its rows were spread
     * @param rows how many it had
     */
    record Proof(long spanSeconds, int rows) {

        private boolean outdoes(Proof other) {
            return spanSeconds >= other.spanSeconds && rows >= other.rows;
        }
    }

    Knowledge {
        proofs = List.copyOf(proofs);
    }

    static Knowledge of(StatisticInterval interval, List<Probe.Look> looks) {
        Knowledge all = NONE;
        for (Probe.Look look : looks) {
            all = all.with(interval, look.starts());
        }
        return all;
    }

    /** The same with what one more answer shows. */
    Knowledge with(KeptAnswer told) {
        return with(
                told.question().interval(),
                told.rows().stream().map(SessionStatistics::start).toList());
    }

    private Knowledge with(StatisticInterval interval, List<Instant> starts) {
        if (starts.isEmpty()) {
            return this;
        }
        Instant first = starts.get(0);
        Instant last = starts.get(starts.size() - 1);
        long span = Duration.between(first, last).plus(interval.longest()).toSeconds();
        return new Knowledge(with(new Proof(span, starts.size())), first.isBefore(earliest) ? first : earliest);
    }

    private List<Proof> with(Proof proof) {
        if (proofs.stream().anyMatch(known -> known.outdoes(proof))) {
            return proofs;
        }
        List<Proof> more = new ArrayList<>(
                proofs.stream().filter(known -> !proof.outdoes(known)).toList());
        more.add(proof);
        return more;
    }

    /** The longest time over which the rows of one answer were spread: so much is surely told at once. */
    long spanSeconds() {
        return proofs.stream().mapToLong(Proof::spanSeconds).max().orElse(0);
    }

    /**
     * Whether an answer is known to have left out nothing: another one told more rows over a longer time, or it has
     * rows at both ends, or it asks for no more than a poll does.
     */
    boolean isWhole(KeptAnswer told) {
        Question question = told.question();
        return question.seconds() <= 2 * question.interval().longest().toSeconds()
                || proofs.stream()
                        .anyMatch(proof -> proof.spanSeconds() >= question.seconds()
                                && proof.rows() > told.rows().size())
                || (!told.rows().isEmpty()
                        && told.rows().get(0).start().equals(question.from())
                        && isLast(told.rows().get(told.rows().size() - 1), question));
    }

    private static boolean isLast(SessionStatistics row, Question question) {
        return !row.start().plus(question.interval().longest()).isBefore(question.to());
    }
}
