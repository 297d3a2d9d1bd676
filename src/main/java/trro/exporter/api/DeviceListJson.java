package trro.exporter.api;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;

/** DescribeDeviceList in TRRO's words. */
final class DeviceListJson {

    /** With 0, the default, TRRO leaves out devices that log in without registration. */
    private static final int WITH_UNREGISTERED = 1;

    static final ListJson<Device> LIST = new PagedListJson<>(
            PagedListJson.Paging.DESCRIBE,
            "Devices",
            DeviceListJson::device,
            body -> body.put("RegisterType", WITH_UNREGISTERED));

    private DeviceListJson() {}

    private static Optional<Device> device(JsonNode row) {
        return Fields.id(row, "DeviceId")
                .map(id -> new Device(
                        id,
                        Fields.name(row, "DeviceName"),
                        row.path("DeviceType").stringValueOpt().flatMap(DeviceType::ofLabel),
                        Optional.empty()));
    }
}
