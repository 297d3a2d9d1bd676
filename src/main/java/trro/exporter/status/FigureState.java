package trro.exporter.status;

import java.time.Duration;
import java.time.Instant;
import trro.exporter.model.Window;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.TargetState;
import trro.exporter.snapshot.Viewpoint;

/**
 * The standing of a target's figures, in the words of the README: whether they are final, and why they are missing.
 *
 * @param target what is known of the target
 * @param view the moment from which its figures are seen
 * @param settleTime how long after a window closed TRRO may still change it
 */
record FigureState(TargetState target, Viewpoint view, Duration settleTime) {

    private Instant settles() {
        return view.buckets().end(Window.PREVIOUS).plus(settleTime);
    }

    /** Whether TRRO will not change the figures of the closed window any more: it was asked after that had settled. */
    boolean previousIsFinal() {
        return target.latest()
                .filter(latest -> !latest.answered().instant().isBefore(settles()))
                .isPresent();
    }

    /** The reason why {@code current} is not known, unless TRRO has shown no open interval yet. */
    String currentMissing() {
        return target.latest()
                .filter(this::isYoung)
                .map(latest -> latest.open().start().isBefore(view.buckets().currentStart())
                        ? "not asked for yet in the new interval"
                        : "TRRO did not tell")
                .orElseGet(this::notConfirmed);
    }

    String previousMissing() {
        return target.latest()
                .filter(this::isYoung)
                .map(latest -> previousIsFinal()
                        ? "TRRO did not tell"
                        : "not told yet, final after " + DisplayText.moment(settles()))
                .orElseGet(this::notConfirmed);
    }

    private boolean isYoung(LatestStatistics latest) {
        return view.now().since(latest.answered()).compareTo(view.maxAge()) <= 0;
    }

    private String notConfirmed() {
        String asked =
                target.latest().isPresent() ? "not confirmed for " + DisplayText.span(view.maxAge()) : "never answered";
        return target.failure()
                .map(failure -> asked + ", the latest poll failed: " + failure.code())
                .orElse(asked);
    }
}
