package trro.exporter.polling;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.PollTarget;
import trro.exporter.storage.StateWriter;

/**
 * Whether TRRO returns buckets that are still open, which it does not document. If it does not, then that it leaves one
 * out says nothing. It is a property of the API, so it is learnt from the first such row of any target and kept.
 * Thread-safe.
 */
final class OpenBuckets {

    private static final Logger logger = LoggerFactory.getLogger(OpenBuckets.class);

    private final Set<PollTarget> waiting = new HashSet<>();
    private boolean shown;
    private boolean said;

    synchronized boolean shown() {
        return shown;
    }

    /**
     * No row came in the open bucket of {@code target}, which means no sessions once TRRO is known to show open
     * buckets.
     */
    synchronized boolean await(PollTarget target) {
        if (!shown) {
            waiting.add(target);
        }
        if (!shown && !said) {
            said = true;
            logger.atInfo()
                    .addKeyValue("project_id", target.projectId())
                    .addKeyValue("interval", target.interval().label())
                    .log("current figures are not known where no row comes, until TRRO shows that it returns"
                            + " an interval that is still open");
        }
        return !shown;
    }

    synchronized void write(StateWriter out) {
        out.number(shown ? 1 : 0);
        out.each(waiting, out::target);
    }

    /** A former process learnt this; the knowledge of this one stays. */
    synchronized void restore(boolean wasShown, Collection<PollTarget> waited) {
        shown |= wasShown;
        if (!shown) {
            waiting.addAll(waited);
        }
    }

    /** A row of an open bucket came. Returns the targets that waited for it. */
    synchronized List<PollTarget> show() {
        if (!shown && said) {
            logger.info("TRRO returns intervals that are still open, so no row means no sessions so far");
        }
        shown = true;
        List<PollTarget> waited = List.copyOf(waiting);
        waiting.clear();
        return waited;
    }
}
