package trro.exporter.storage;

/** Kept bytes are not what this program wrote; the message says in which way. */
public final class DamagedStateException extends Exception {

    private static final long serialVersionUID = 1L;

    public DamagedStateException(String message) {
        super(message);
    }
}
