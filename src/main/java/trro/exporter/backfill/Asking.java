package trro.exporter.backfill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;

/** Asks the questions of a lane, some at a time, and keeps what is answered. Thread-safe. */
final class Asking {

    /** Enough for the pace when every answer takes two seconds. */
    private static final int MOST_UNDER_WAY = 8;

    /** So often a question is halved that is refused for its range; more would not help. */
    private static final int MOST_HALVINGS = 5;

    /** So many failures in a row show that it is not the question. */
    private static final int MOST_FAILURES = 3;

    private final Lane lane;
    private final List<Subject> subjects;
    private final Answers answers;
    private final Caller caller;
    private final Executor workers;
    private final Set<Integer> refused = new HashSet<>(); // series of which nothing is to be had
    private List<Question> failed = new ArrayList<>();
    private int failuresInARow;
    private Optional<BackfillException> stop = Optional.empty();

    Asking(Lane lane, List<Subject> subjects, Answers answers, Caller caller, Executor workers) {
        this.lane = lane;
        this.subjects = subjects;
        this.answers = answers;
        this.caller = caller;
        this.workers = workers;
    }

    /**
     * Asks those that were not asked before; those that fail over and over once more at the end.
     *
     * @throws BackfillException if TRRO does not answer any more
     * @throws IOException if the journal cannot be written
     */
    void all(Iterator<Question> questions) throws BackfillException, InterruptedException, IOException {
        inParallel(questions);
        List<Question> again = failed;
        failed = new ArrayList<>();
        inParallel(again.iterator());
        for (Question question : failed) {
            answers.givenUp(question);
        }
        failed = new ArrayList<>();
    }

    private void inParallel(Iterator<Question> questions) throws BackfillException, InterruptedException, IOException {
        CompletableFuture<?>[] all = Stream.generate(() -> CompletableFuture.runAsync(() -> work(questions), workers))
                .limit(MOST_UNDER_WAY)
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw Objects.requireNonNull(io.getCause());
            }
            throw new IllegalStateException(e.getCause());
        }
        if (stop.isPresent()) {
            throw stop.get();
        }
    }

    private void work(Iterator<Question> questions) {
        try {
            for (Optional<Question> next = next(questions); next.isPresent(); next = next(questions)) {
                ask(next.get(), 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(new BackfillException("interrupted"));
        }
    }

    private synchronized Optional<Question> next(Iterator<Question> questions) {
        return stop.isEmpty() && questions.hasNext() ? Optional.of(questions.next()) : Optional.empty();
    }

    private synchronized void stop(BackfillException why) {
        stop = Optional.of(why);
    }

    private synchronized boolean isRefused(Question question) {
        return refused.contains(question.series()) || stop.isPresent();
    }

    private void ask(Question question, int halvings) throws InterruptedException, IOException {
        if (answers.isClosed(question) || isRefused(question)) {
            return;
        }
        if (!answers.isDivided(question)) {
            try {
                PollTarget target = subjects.get(question.subject()).target(lane.interval());
                List<SessionStatistics> rows = caller.ask(new StatisticsQuery(target, question.from(), question.to()))
                        .rows();
                KeptAnswer told = new KeptAnswer(question, lane.rules().select(rows, question.from(), question.to()));
                answers.answered(told);
                succeeded();
                return;
            } catch (ApiException e) {
                boolean isTooLong = e.kind() == Kind.INVALID_REQUEST && lane.buckets(question) > 1;
                if (!isTooLong || halvings == MOST_HALVINGS) {
                    failed(question, e);
                    return;
                }
                answers.divided(question);
            }
        }
        for (Question half : lane.halves(question)) {
            ask(half, halvings + 1);
        }
    }

    private synchronized void succeeded() {
        failuresInARow = 0;
    }

    private synchronized void failed(Question question, ApiException failure) throws IOException {
        switch (failure.kind()) {
            case UNAUTHORIZED ->
                stop(new BackfillException("TRRO refuses the key: " + failure.getMessage()
                        + "; mend that and run the same command again"));
            case NOT_FOUND, INVALID_REQUEST -> {
                refused.add(question.series());
                answers.givenUp(question);
            }
            case THROTTLED, SERVER, NETWORK, MALFORMED -> {
                failed.add(question);
                if (++failuresInARow >= MOST_FAILURES) {
                    stop(new BackfillException("TRRO does not answer: " + failure.getMessage()
                            + "; run the same command again later, it goes on where it was"));
                }
            }
        }
    }
}
