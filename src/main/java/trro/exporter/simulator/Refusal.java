package trro.exporter.simulator;

/** A request that gets an error for an answer. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    Refusal(ErrorCode code, String message) {
        this(code.text(), message);
    }

    Refusal(String code, String message) {
        super(message, null, false, false); // an everyday outcome: no stack trace is ever read
        this.code = code;
    }

    /** TRRO's error code. */
    String code() {
        return code;
    }
}
