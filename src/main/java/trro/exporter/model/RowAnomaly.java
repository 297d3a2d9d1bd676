package trro.exporter.model;

/** Oddities of the rows of an answer that is readable all the same. */
public enum RowAnomaly {
    /** Another row of the same answer is of the same bucket. */
    REPEATED("repeated"),
    /** The row ends before it starts. */
    BACKWARD("backward"),
    /** The row does not start where the calendar begins a bucket, or does not fill it: it is of no window. */
    MISALIGNED("misaligned"),
    /** The row is of a time that was not asked for. */
    OUTSIDE("outside"),
    /** There is no row of a bucket of which an earlier answer had one. */
    MISSING("missing"),
    /** The row has fewer sessions than an earlier answer had for the bucket. */
    SMALLER("smaller");

    private final String label;

    RowAnomaly(String label) {
        this.label = label;
    }

    /** The value of the {@code kind} label. */
    public String label() {
        return label;
    }
}
