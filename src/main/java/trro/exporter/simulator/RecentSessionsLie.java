package trro.exporter.simulator;

/** What DescribeRecentSessionList tells in place of the truth. */
public enum RecentSessionsLie {
    /** Nobody had a session. */
    NOBODY,
    /** Every device has a session just now. */
    EVERYBODY
}
