package trro.exporter.model;

import java.util.Locale;

/** Oddities of the rows of an answer that is readable all the same. */
public enum RowAnomaly {
    /** Another row of the same answer is of the same bucket. */
    REPEATED,
    /** The row ends before it starts. */
    BACKWARD,
    /** The row does not start where the calendar begins a bucket, or does not fill it: it is of no window. */
    MISALIGNED,
    /** The row is of a time that was not asked for. */
    OUTSIDE,
    /** There is no row of a bucket of which an earlier answer had one. */
    MISSING,
    /** The row has fewer sessions than an earlier answer had for the bucket. */
    SMALLER;

    /** The value of the {@code kind} label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
