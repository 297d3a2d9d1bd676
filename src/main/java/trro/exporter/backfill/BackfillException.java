package trro.exporter.backfill;

/** A backfill that cannot go on until the operator has done something; the message says what. */
public final class BackfillException extends Exception {

    private static final long serialVersionUID = 1L;

    BackfillException(String message) {
        super(message);
    }
}
