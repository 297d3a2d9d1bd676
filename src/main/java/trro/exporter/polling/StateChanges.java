package trro.exporter.polling;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.api.ErrorCodes;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.snapshot.TargetState;

/**
 * Logs when something stops or begins to be answered: one line for each change, also of the
 * cause, none for repetitions.
 *
 * <p>A project is told of when it goes down or comes back as a whole, as {@code trro_up} has it. Its devices usually
 * fail with it, so one of them is told of only when its project is up.
 */
final class StateChanges {

    private static final Logger logger = LoggerFactory.getLogger(StateChanges.class);

    /** @param before what was known before this failure */
    void failed(PollTarget target, Failure failure, Snapshot before) {
        boolean ofProject = target.deviceId().isEmpty();
        boolean isKnown = ofProject
                ? ofProject(target.projectId(), before).anyMatch(known -> sameCause(failure, known))
                : ofProject(target.projectId(), before).findAny().isPresent()
                        || failure(target, before)
                                .filter(known -> sameCause(failure, known))
                                .isPresent();
        if (!isKnown) {
            logger.atWarn()
                    .addKeyValue("project_id", target.projectId())
                    .addKeyValue("device_id", target.deviceId().orElse(""))
                    .addKeyValue("interval", target.interval().label())
                    .addKeyValue("code", failure.code())
                    .addKeyValue("request_id", failure.requestId().orElse(""))
                    .addKeyValue("error", failure.message())
                    .log(ofProject ? "project is not answered" : "device is not answered");
        }
    }

    /** @param before what was known before this answer */
    void answered(PollTarget target, Snapshot before) {
        boolean wasTheOneThatFailed = failure(target, before).isPresent();
        boolean othersFail = Stream.of(StatisticInterval.values())
                .filter(interval -> interval != target.interval())
                .anyMatch(interval -> failure(new PollTarget(target.projectId(), target.deviceId(), interval), before)
                        .isPresent());
        if (wasTheOneThatFailed && !othersFail) {
            logger.atInfo()
                    .addKeyValue("project_id", target.projectId())
                    .addKeyValue("device_id", target.deviceId().orElse(""))
                    .log(target.deviceId().isEmpty() ? "project is answered again" : "device is answered again");
        }
    }

    /** A network that is down shows itself by both codes in turn. */
    private static boolean sameCause(Failure one, Failure other) {
        Set<String> network = Set.of(ErrorCodes.NETWORK, ErrorCodes.TIMEOUT);
        return one.code().equals(other.code()) || (network.contains(one.code()) && network.contains(other.code()));
    }

    private static Stream<Failure> ofProject(String projectId, Snapshot snapshot) {
        return Stream.of(StatisticInterval.values())
                .flatMap(interval -> failure(PollTarget.ofProject(projectId, interval), snapshot).stream());
    }

    private static Optional<Failure> failure(PollTarget target, Snapshot snapshot) {
        return snapshot.state(target).flatMap(TargetState::failure);
    }
}
