package trro.exporter.simulator;

/** A way in which an answer can go wrong. */
public enum Fault {
    /** RequestLimitExceeded although the caller kept within the limit, as when its account's console is busy. */
    THROTTLED("throttled"),
    /** InternalError in an ordinary envelope. */
    INTERNAL_ERROR("internal_error"),
    /** HTTP 502 with a page of HTML. */
    BAD_GATEWAY("bad_gateway"),
    /** HTTP 200 with bytes that are not JSON. */
    GARBAGE("garbage"),
    /** HTTP 200 with JSON that stops half-way. */
    TRUNCATED("truncated"),
    /** No answer for a minute. */
    HANG("hang"),
    /** The connection is closed without an answer. */
    CLOSE("close");

    private final String label;

    Fault(String label) {
        this.label = label;
    }

    /** Its name on the command line. */
    public String label() {
        return label;
    }
}
