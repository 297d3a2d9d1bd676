package trro.exporter.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which side of a session a device is on.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68110">DescribeDeviceInfo</a>
 */
public enum DeviceType {
    /** The controlled side, which publishes video. */
    FIELD("field"),
    /** The controlling side. */
    REMOTE("remote");

    private final String label;

    DeviceType(String label) {
        this.label = label;
    }

    /** TRRO's word for it, which is also the value of the {@code type} label. */
    public String label() {
        return label;
    }

    /** Empty if TRRO has come to know another type. */
    public static Optional<DeviceType> ofLabel(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }
}
