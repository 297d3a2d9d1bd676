package trro.exporter.replicas;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.Unprintable;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.storage.SealedState;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** Keeps the leader's latest picture for as long as this replica follows. */
final class PictureKeeping {

    private static final Logger logger = LoggerFactory.getLogger(PictureKeeping.class);

    /** Gets a sealed picture from an address. */
    interface Source {
        byte[] get(URI leader) throws IOException, InterruptedException;
    }

    private final Leadership leadership;
    private final Source source;
    private final TimeSource time;
    private final AtomicReference<Optional<ReceivedPicture>> latest = new AtomicReference<>(Optional.empty());
    private volatile Optional<Instant> lastSuccess = Optional.empty();
    private boolean failing;

    PictureKeeping(Leadership leadership, Source source, TimeSource time) {
        this.leadership = leadership;
        this.source = source;
        this.time = time;
    }

    /** Keeps it up to date; to be called again and again, by one thread. */
    void look() throws InterruptedException {
        Optional<URI> leader = leadership.leader().flatMap(Leadership.Leader::address);
        if (leadership.role() != Leadership.Role.FOLLOWS || leader.isEmpty()) {
            return;
        }
        try {
            byte[] sealed = source.get(leader.get());
            Moment received = Moment.now(time);
            SealedState.open(sealed);
            latest.set(Optional.of(new ReceivedPicture(sealed, received)));
            lastSuccess = Optional.of(received.instant());
            if (failing) {
                failing = false;
                logger.atInfo().log("the leader's picture can be had again");
            }
        } catch (IOException | DamagedStateException | RuntimeException e) { // a defect must not end the keeping
            failed(leader.get(), e);
        }
    }

    /** The latest picture, which is not kept any longer: this replica leads and knows more. */
    Optional<ReceivedPicture> take() {
        return latest.getAndSet(Optional.empty());
    }

    /** When a picture came last, by the wall clock. */
    Optional<Instant> lastSuccess() {
        return lastSuccess;
    }

    private void failed(URI leader, Exception why) {
        if (!failing) {
            failing = true;
            logger.atWarn()
                    .addKeyValue("leader", leader)
                    .addKeyValue("error", Unprintable.oneLine(why.toString()))
                    .log("the leader's picture cannot be had; it is tried again, the one before is kept");
        }
    }
}
