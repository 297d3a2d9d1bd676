package trro.exporter.backfill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the ranges at the ends of answers of which it is not known whether TRRO left them out, and how they can be
 * asked for so that it is.
 *
 * @param before answers that came later, by their place in the journal, are not looked at
 */
record DoubtfulRanges(Lane lane, Answers answers, long before) {

    /** More calls for one range would cost more than it is worth; it is left out instead. */
    private static final int MOST_PIECES = 16;

    /** The further questions, found as they are taken; none if everything is known, or cannot be. */
    Stream<Question> questions() {
        return lane.subjects().stream().flatMap(this::about);
    }

    private Stream<Question> about(int subject) {
        try {
            return answers.about(lane.whole(subject), before).stream()
                    .filter(told -> !lane.knowledge().isWhole(told))
                    .flatMap(told -> edges(told).stream())
                    .flatMap(edge -> halved(edge).stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Question> edges(KeptAnswer told) {
        Question question = told.question();
        if (told.rows().isEmpty()) {
            return List.of(question);
        }
        Instant first = told.rows().get(0).start();
        Instant lastEnd = lane.next(told.rows().get(told.rows().size() - 1).start());
        List<Question> edges = new ArrayList<>();
        if (question.from().isBefore(first)) {
            edges.add(new Question(question.subject(), question.interval(), question.from(), first));
        }
        if (lastEnd.isBefore(question.to())) {
            edges.add(new Question(question.subject(), question.interval(), lastEnd, question.to()));
        }
        return edges;
    }

    /** Halves, until they are short enough to be trusted; nothing if that is never. */
    private List<Question> halved(Question edge) {
        List<Question> pieces = List.of(edge);
        while (pieces.size() <= MOST_PIECES) {
            if (pieces.stream().allMatch(this::canBeTrusted)) {
                return pieces;
            }
            pieces = pieces.stream()
                    .flatMap(piece -> lane.halves(piece).stream())
                    .toList();
        }
        return List.of();
    }

    private boolean canBeTrusted(Question piece) {
        return lane.knowledge().isWhole(new KeptAnswer(piece, List.of(), List.of()));
    }
}
