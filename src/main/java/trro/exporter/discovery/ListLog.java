package trro.exporter.discovery;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import trro.exporter.api.ApiException;
import trro.exporter.api.TrroAction;

/** Logs that lists of an action stop or begin to be read: a line for each change, none for repetitions. Thread-safe. */
final class ListLog {

    private static final Logger logger = LoggerFactory.getLogger(ListLog.class);

    /** The reason for which an action cannot be called, whatever the list. */
    enum Refusal {
        /** The site does not have it, which needs nobody's attention. */
        ABSENT(Level.INFO, "this site does not have the action; discovery goes on without it, nothing is to be done"),
        FORBIDDEN(Level.WARN, "the key is refused the action; discovery goes on without it");

        private final Level level;
        private final String message;

        Refusal(Level level, String message) {
            this.level = level;
            this.message = message;
        }
    }

    private final TrroAction action;
    private final Set<String> failing = new HashSet<>();
    private final Set<String> incomplete = new HashSet<>();
    private boolean refused;

    ListLog(TrroAction action) {
        this.action = action;
    }

    /** @param unreadable the number of rows of the list that could not be read */
    synchronized void read(String projectId, int unreadable) {
        if (unreadable == 0) {
            incomplete.remove(projectId);
        } else if (incomplete.add(projectId)) {
            line(Level.WARN, projectId)
                    .addKeyValue("rows", unreadable)
                    .log("rows of the list cannot be read and are left out;"
                            + " those of the same list to come are not logged");
        }
        if (failing.remove(projectId) || refused) {
            line(Level.INFO, projectId).log("list is read again");
        }
        refused = false;
    }

    synchronized void failed(String projectId, ApiException failure) {
        if (failing.add(projectId)) {
            line(Level.WARN, projectId)
                    .addKeyValue("code", failure.code())
                    .addKeyValue("request_id", failure.requestId().orElse(""))
                    .addKeyValue("error", failure.getMessage())
                    .log("list cannot be read; what it last said is kept");
        }
    }

    private LoggingEventBuilder line(Level level, String projectId) {
        return logger.atLevel(level).addKeyValue("action", action.label()).addKeyValue("project_id", projectId);
    }

    synchronized void refused(ApiException failure, Refusal refusal) {
        if (!refused) {
            refused = true;
            LoggingEventBuilder line = logger.atLevel(refusal.level)
                    .addKeyValue("action", action.label())
                    .addKeyValue("code", failure.code());
            if (refusal == Refusal.FORBIDDEN) { // else its next step would be of no use
                line = line.addKeyValue("error", failure.getMessage());
            }
            line.log(refusal.message);
        }
    }

    /** Projects that are no longer read are no longer failing. */
    synchronized void keep(Set<String> projectIds) {
        failing.retainAll(projectIds);
        incomplete.retainAll(projectIds);
    }
}
