package trro.exporter.snapshot;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import trro.exporter.time.Moment;

/**
 * The knowledge of one target. Failed, unknown and zero are three states that cannot be mistaken for each other.
 *
 * @param latest the latest good answer; empty until there was one
 * @param failure why the latest poll failed; empty if it was answered, or nothing was asked yet
 */
public record TargetState(Optional<LatestStatistics> latest, Optional<Failure> failure) {

    static final TargetState NEVER_ASKED = new TargetState(Optional.empty(), Optional.empty());

    /** Whether it was asked at all; else everything about it is unknown. */
    public boolean asked() {
        return latest.isPresent() || failure.isPresent();
    }

    TargetState answered(LatestStatistics answer) {
        return new TargetState(Optional.of(answer), Optional.empty());
    }

    TargetState failed(Failure why) {
        return new TargetState(latest, Optional.of(why));
    }

    TargetState keeping(Predicate<Instant> buckets) {
        return new TargetState(latest.map(answer -> answer.keeping(buckets)), failure);
    }

    /** The same without an answer of which nothing was said at a moment that is young enough. */
    TargetState keepingYoung(Predicate<Moment> youngEnough) {
        return new TargetState(latest.filter(answer -> answer.anySaid(youngEnough)), failure);
    }

    TargetState openShown() {
        return new TargetState(latest.map(LatestStatistics::openShown), failure);
    }
}
