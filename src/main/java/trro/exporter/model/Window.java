package trro.exporter.model;

/** Which bucket a figure is of, seen from now. */
public enum Window {
    /** The latest bucket: still open, figures so far. */
    CURRENT("current"),
    /** The latest bucket that is complete. */
    PREVIOUS("previous");

    private final String label;

    Window(String label) {
        this.label = label;
    }

    /** The value of the {@code window} label. */
    public String label() {
        return label;
    }
}
