package trro.exporter.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import trro.exporter.model.Device;

/** GetDevices in TRRO's words; its rows do not say which project they are of, and its times are Unix seconds in strings. */
final class DevicesJson {

    private static final ListJson LIST = new ListJson("PageNum", "Devices", "TotalCount");

    private DevicesJson() {}

    static byte[] request(String projectId, PageQuery page) {
        return ListJson.bytes(LIST.request(projectId, page));
    }

    static Page<Device> answer(byte[] body) throws ApiException {
        return LIST.page(
                body,
                row -> Fields.id(row, "DeviceId")
                        .map(id -> new Device(id, Fields.name(row, "DeviceName"), Optional.empty(), expiry(row))));
    }

    /** What stands there without a licence is not documented: no licences or a time of zero say that there is none. */
    private static Optional<Instant> expiry(JsonNode row) {
        OptionalLong seconds = Fields.optionalInteger(row, "ExpireTime", Fields.MAX_EPOCH_SECOND);
        long licenses =
                Fields.optionalInteger(row, "LicenseCount", Long.MAX_VALUE).orElse(1);
        return seconds.orElse(0) == 0 || licenses == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(seconds.getAsLong()));
    }
}
