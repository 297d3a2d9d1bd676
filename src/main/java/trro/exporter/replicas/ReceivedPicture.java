package trro.exporter.replicas;

import trro.exporter.time.Moment;

/** A picture of another replica. Immutable. */
public final class ReceivedPicture {

    private final byte[] sealed;
    private final Moment received;

    /**
     * Keeps the bytes as they are given.
     *
     * @param sealed as {@link trro.exporter.storage.SealedState} opens it
     * @param received when it came, which tells its age whatever the other machine's clock says
     */
    public ReceivedPicture(byte[] sealed, Moment received) {
        this.sealed = sealed;
        this.received = received;
    }

    public byte[] sealed() {
        return sealed;
    }

    public Moment received() {
        return received;
    }
}
