package trro.exporter.model;

/** What can be odd about a row of an answer that is readable all the same. */
public enum RowAnomaly {
    /** Another row of the same answer is of the same bucket. */
    REPEATED("repeated"),
    /** The row ends before it starts. */
    BACKWARD("backward"),
    /** The row does not start on the border of a bucket of the configured time zone. */
    MISALIGNED("misaligned"),
    /** The row is of a bucket that was not asked for. */
    OUTSIDE("outside");

    private final String label;

    RowAnomaly(String label) {
        this.label = label;
    }

    /** The value of the {@code kind} label. */
    public String label() {
        return label;
    }
}
