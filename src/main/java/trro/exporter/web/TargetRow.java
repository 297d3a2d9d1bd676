package trro.exporter.web;

import java.time.Duration;
import java.util.Optional;
import trro.exporter.model.Buckets;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.Window;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.TargetState;

/**
 * A target as a line of the status page, all in words.
 *
 * @param device empty for the project's own figures
 * @param condition how the latest poll ended
 * @param answer the latest good answer
 * @param current figures of the open bucket; empty if they are not known or too old
 * @param previous figures of the bucket before
 * @param problem why the latest poll failed
 */
record TargetRow(
        String project,
        Optional<String> device,
        String interval,
        Condition condition,
        Optional<Answer> answer,
        Optional<Figures> current,
        Optional<Figures> previous,
        Optional<Problem> problem) {

    private static final int LONGEST_MESSAGE = 400;

    /**
     * When it was answered.
     *
     * @param age the time since, by the steady clock
     * @param tooOld whether its figures are no longer shown
     */
    record Answer(String at, String age, boolean tooOld, String requestId) {}

    /** @param notBad share of the sessions rated good or normal, as TRRO's percentage; empty if there were none */
    record Figures(String sessions, Optional<String> notBad) {

        static Figures of(SessionStatistics statistics) {
            return new Figures(
                    Words.count(statistics.sessions()),
                    statistics.sessions() == 0
                            ? Optional.empty()
                            : Optional.of(Math.round(statistics.notBadRatio() * 100) + " %"));
        }
    }

    /** @param nextStep what the operator can do, where that is known */
    record Problem(String at, String code, String message, Optional<String> nextStep, Optional<String> requestId) {

        static Problem of(Failure failure) {
            return new Problem(
                    Words.moment(failure.at()),
                    failure.code(),
                    Words.cut(failure.message(), LONGEST_MESSAGE),
                    NextStep.of(failure.code()),
                    failure.requestId());
        }
    }

    static TargetRow of(PollTarget target, TargetState state, Status status, Moment now) {
        Duration maxAge = status.maxAges().get(target.interval());
        Optional<Answer> answer = state.latest().map(latest -> {
            Duration age = Duration.ofNanos(now.nanos() - latest.answeredNanos());
            boolean tooOld = maxAge != null && age.compareTo(maxAge) > 0;
            return new Answer(Words.moment(latest.answeredAt()), Words.span(age), tooOld, latest.requestId());
        });
        Optional<LatestStatistics> shown =
                answer.isPresent() && answer.get().tooOld() ? Optional.empty() : state.latest();
        Buckets buckets = Buckets.at(now.instant(), target.interval(), status.timeZone());
        return new TargetRow(
                target.projectId(),
                target.deviceId(),
                target.interval().label(),
                Condition.of(state),
                answer,
                shown.flatMap(latest -> latest.in(Window.CURRENT, buckets)).map(Figures::of),
                shown.flatMap(latest -> latest.in(Window.PREVIOUS, buckets)).map(Figures::of),
                state.failure().map(Problem::of));
    }
}
