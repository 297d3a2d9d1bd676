package trro.exporter.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.Window;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.TargetState;
import trro.exporter.snapshot.Viewpoint;
import trro.exporter.time.Moment;

/**
 * A target as a line of the status page.
 *
 * @param address the page with the project's targets alone
 * @param condition how the latest poll ended
 * @param answer the latest good answer
 * @param current figures of the open bucket; empty if they are not known or too old
 * @param openNeverShown whether they are not known because TRRO has never shown that it returns open buckets
 * @param previous figures of the bucket before
 * @param figures whether those are final, and why figures are not known otherwise
 * @param dashboard the address of the dashboard of this device or project, where one is configured
 * @param failure why the latest poll failed
 * @param problem its message, which ends with what the operator can do; the code that it may begin with is left out
 */
record TargetRow(
        PollTarget target,
        String address,
        TargetCondition condition,
        Optional<Answer> answer,
        Optional<Figures> current,
        boolean openNeverShown,
        Optional<Figures> previous,
        FigureState figures,
        Optional<String> dashboard,
        Optional<Failure> failure,
        Optional<String> problem) {

    /**
     * The time of the latest good answer.
     *
     * @param age the time since, by the steady clock
     * @param promised how old it is to become at most
     * @param late whether it is older
     * @param tooOld whether its figures are no longer shown
     */
    record Answer(Instant at, Duration age, Duration promised, boolean late, boolean tooOld, String requestId) {}

    /** @param notBad share of the sessions rated good or normal, as TRRO's percentage; empty if there were none */
    record Figures(long sessions, Optional<String> notBad) {

        static Figures of(SessionStatistics statistics) {
            return new Figures(
                    statistics.sessions(),
                    statistics.sessions() == 0
                            ? Optional.empty()
                            : Optional.of(Math.round(statistics.notBadRatio() * 100) + " %"));
        }
    }

    static TargetRow of(PollTarget target, TargetState state, Status status, StatusQuery query, Moment now) {
        Optional<Answer> answer = state.latest().map(latest -> answer(target, latest, status, now));
        Viewpoint view = Viewpoint.of(
                status.snapshot(),
                target.interval(),
                status.config().timeZone(),
                now,
                status.config().maxAge(target.interval()));
        return new TargetRow(
                target,
                query.ofProject(target.projectId()).address(),
                TargetCondition.of(target, state, status, now),
                answer,
                state.latest()
                        .flatMap(latest -> latest.in(Window.CURRENT, view))
                        .map(Figures::of),
                state.latest().filter(latest -> latest.openNeverShown(view)).isPresent(),
                state.latest()
                        .flatMap(latest -> latest.in(Window.PREVIOUS, view))
                        .map(Figures::of),
                new FigureState(state, view, status.config().settleTime()),
                status.links().dashboard(target),
                state.failure(),
                state.failure().map(TargetRow::problem));
    }

    private static Answer answer(PollTarget target, LatestStatistics latest, Status status, Moment now) {
        Duration age = now.since(latest.answered());
        return new Answer(
                latest.answered().instant(),
                age,
                status.promise().apply(target),
                status.isLate(target, age),
                age.compareTo(status.config().maxAge(target.interval())) > 0,
                latest.requestId());
    }

    private static String problem(Failure failure) {
        String prefix = failure.code() + ": ";
        String message = failure.message();
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }
}
