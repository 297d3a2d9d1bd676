package trro.exporter.storage;

/** The directory cannot be used; the message says why and what to do next. */
public final class StorageException extends Exception {

    private static final long serialVersionUID = 1L;

    StorageException(String message) {
        super(message);
    }
}
