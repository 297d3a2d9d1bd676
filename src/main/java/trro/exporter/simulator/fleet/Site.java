package trro.exporter.simulator.fleet;

/** Which of Tencent Cloud's sites is simulated: they differ in the actions that they have. */
public enum Site {
    INTERNATIONAL,
    /** Has DescribeDeviceList. */
    DOMESTIC
}
