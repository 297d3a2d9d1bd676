package trro.exporter.api;

/** The actions of TRRO's API that are called. Each has a request limit of its own. */
public enum TrroAction {
    SESSION_STATISTICS_BY_INTERVAL("DescribeSessionStatisticsByInterval"),
    PROJECT_LIST("DescribeProjectList"),
    DEVICES("GetDevices"),
    /** Of the domestic site alone. */
    DEVICE_LIST("DescribeDeviceList"),
    RECENT_SESSION_LIST("DescribeRecentSessionList"),
    LICENSE_STAT("GetLicenseStat");

    private final String label;

    TrroAction(String label) {
        this.label = label;
    }

    /** TRRO's name of it: the value of X-TC-Action and of the {@code action} label. */
    public String label() {
        return label;
    }
}
