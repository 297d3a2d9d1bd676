package trro.exporter.model;

import java.util.Locale;

/** Which bucket a figure is of, seen from now. */
public enum Window {
    /** The latest bucket: still open, figures so far. */
    CURRENT,
    /** The latest bucket that is complete. */
    PREVIOUS;

    /** The value of the {@code window} label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
