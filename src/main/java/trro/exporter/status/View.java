package trro.exporter.status;

/** A part of the status page, each on a page of its own, so that none of them has to be scrolled past. */
enum View {
    TARGETS("targets", "Targets", true),
    CALLS("calls", "Budget and calls", true),
    CONFIGURATION("configuration", "Configuration", false);

    private final String word;
    private final String text;
    private final boolean refreshes;

    View(String word, String text, boolean refreshes) {
        this.word = word;
        this.text = text;
        this.refreshes = refreshes;
    }

    /** For addresses. */
    String word() {
        return word;
    }

    /** For people. */
    String text() {
        return text;
    }

    /** Whether it shows something that changes all the time. */
    boolean refreshes() {
        return refreshes;
    }
}
