package trro.exporter.api;

import java.util.Optional;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;

/** DescribeDeviceList in TRRO's words. */
final class DeviceListJson {

    private static final ListJson LIST = new ListJson("PageNumber", "Devices", "Total");

    /** With 0, the default, TRRO leaves out devices that log in without registration. */
    private static final int WITH_UNREGISTERED = 1;

    private DeviceListJson() {}

    static byte[] request(String projectId, PageQuery page) {
        return ListJson.bytes(LIST.request(projectId, page).put("RegisterType", WITH_UNREGISTERED));
    }

    static Page<Device> answer(byte[] body) throws ApiException {
        return LIST.page(
                body,
                row -> Fields.id(row, "DeviceId")
                        .map(id -> new Device(
                                id,
                                Fields.name(row, "DeviceName"),
                                row.path("DeviceType").stringValueOpt().flatMap(DeviceType::ofLabel),
                                Optional.empty())));
    }
}
