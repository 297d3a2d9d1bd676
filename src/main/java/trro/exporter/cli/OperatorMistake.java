package trro.exporter.cli;

/** Something that the operator can mend: the message says what is wrong, where, and what to do next. */
public final class OperatorMistake extends Exception {

    private static final long serialVersionUID = 1L;

    OperatorMistake(String message) {
        super(message);
    }

    /** {@code cause} explained it already. */
    OperatorMistake(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
