package trro.exporter.api;

/** The actions of TRRO's API that are called. */
public enum TrroAction {
    SESSION_STATISTICS_BY_INTERVAL("DescribeSessionStatisticsByInterval");

    private final String label;

    TrroAction(String label) {
        this.label = label;
    }

    /** TRRO's name of it: the value of X-TC-Action and of the {@code action} label. */
    public String label() {
        return label;
    }
}
