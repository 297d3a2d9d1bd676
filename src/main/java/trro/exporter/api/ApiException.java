package trro.exporter.api;

import java.io.IOException;
import java.util.Optional;

/**
 * A call without a trustworthy answer, classified once by what to do next.
 *
 * <p>The message may carry TRRO's own words, which can name accounts: it is for logs and the status page, never for
 * labels.
 */
public final class ApiException extends Exception {

    /** The consequence for the caller. */
    public enum Kind {
        /** Over the request budget: ask less often, then again. */
        THROTTLED,
        /**
         * The credentials were refused or are missing: refresh them, then ask rarely until the operator has mended
         * them.
         */
        UNAUTHORIZED,
        /** Our question or the configuration is wrong: asking again soon will not help. */
        INVALID_REQUEST,
        /** TRRO does not know the project or device: look again much later. */
        NOT_FOUND,
        /** TRRO has a problem of its own: ask again soon. */
        SERVER,
        /** No answer came in time, or none at all: ask again soon. */
        NETWORK,
        /** An answer came that cannot be read as one: ask again later. */
        MALFORMED;

        /** Whether the same call may be answered soon. */
        public boolean mayPass() {
            return switch (this) {
                case THROTTLED, SERVER, NETWORK, MALFORMED -> true;
                case UNAUTHORIZED, INVALID_REQUEST, NOT_FOUND -> false;
            };
        }
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String code;

    @SuppressWarnings("serial") // an exception of ours is never serialised
    private final Optional<String> requestId;

    /**
     * @param code TRRO's error code, or {@code Timeout}, {@code Network}, {@code Malformed}, {@code Credentials} for
     *     failures on this side
     * @param requestId TRRO's id of the call, where an answer had one
     */
    public ApiException(Kind kind, String code, String message, Optional<String> requestId) {
        super(message);
        this.kind = kind;
        this.code = code;
        this.requestId = requestId;
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public Optional<String> requestId() {
        return requestId;
    }

    /** The server closed a kept connection before it answered, most likely before it read the request. */
    public static final class ConnectionWasClosedException extends IOException {

        private static final long serialVersionUID = 1L;

        ConnectionWasClosedException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
