package trro.exporter;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.accounts.Kept;
import trro.exporter.replicas.ReceivedPicture;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.storage.SealedState;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** Goes on with what another replica knew, in place of what is known here. No loop of the accounts runs. */
record TakeOver(Configured configured, TimeSource time) {

    private static final Logger logger = LoggerFactory.getLogger(TakeOver.class);

    /** Returns whether figures came over. */
    boolean from(ReceivedPicture picture) {
        Moment now = Moment.now(time);
        Duration age = now.since(picture.received());
        try {
            Kept kept = Kept.read(SealedState.open(picture.sealed()), picture.received(), now);
            configured.swap(configured.anew());
            int targets = configured.running().accounts().restore(kept);
            logger.atInfo()
                    .addKeyValue("targets", targets)
                    .addKeyValue("age_seconds", age.toSeconds())
                    .log("figures taken over from the replica that led");
            return targets > 0;
        } catch (DamagedStateException e) {
            logger.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("the picture of the replica that led cannot be used; this one goes on with its own");
            return false;
        }
    }
}
