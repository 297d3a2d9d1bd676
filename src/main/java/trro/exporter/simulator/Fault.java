package trro.exporter.simulator;

import java.util.Locale;

/** A way in which an answer can go wrong. */
public enum Fault {
    /** RequestLimitExceeded although the caller kept within the limit, as when its account's console is busy. */
    THROTTLED,
    /** InternalError in an ordinary envelope. */
    INTERNAL_ERROR,
    /** HTTP 502 with a page of HTML. */
    BAD_GATEWAY,
    /** HTTP 200 with bytes that are not JSON. */
    GARBAGE,
    /** HTTP 200 with JSON that stops half-way. */
    TRUNCATED,
    /** No answer for a minute. */
    HANG,
    /** The connection is closed without an answer. */
    CLOSE;

    /** Its name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
