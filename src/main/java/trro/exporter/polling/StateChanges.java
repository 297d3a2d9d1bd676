package trro.exporter.polling;

import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.snapshot.TargetState;

/**
 * Logs when something stops or begins to be answered: one line for each change, none for repetitions.
 *
 * <p>A project is told of when it goes down or comes back as a whole, as {@code trro_up} has it. Its devices usually
 * fail with it, so one of them is told of only when its project is up.
 */
final class StateChanges {

    private static final Logger logger = LoggerFactory.getLogger(StateChanges.class);

    /** @param before what was known before this failure */
    void failed(PollTarget target, Failure failure, Snapshot before) {
        boolean ofProject = target.deviceId().isEmpty();
        boolean known =
                down(target.projectId(), before) || failure(target, before).isPresent();
        if (!known) {
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

    private static boolean down(String projectId, Snapshot snapshot) {
        return Stream.of(StatisticInterval.values())
                .anyMatch(interval -> failure(PollTarget.ofProject(projectId, interval), snapshot)
                        .isPresent());
    }

    private static Optional<Failure> failure(PollTarget target, Snapshot snapshot) {
        return snapshot.state(target).flatMap(TargetState::failure);
    }
}
