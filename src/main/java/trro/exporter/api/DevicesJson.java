package trro.exporter.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import trro.exporter.model.Device;

/**
 * GetDevices in TRRO's words; its rows do not say which project they are of, and its times are Unix seconds in strings.
 */
final class DevicesJson {

    static final ListJson<Device> LIST = new PagedListJson<>(PagedListJson.Paging.GET, "Devices", DevicesJson::device);

    private DevicesJson() {}

    private static Optional<Device> device(JsonNode row) {
        return Fields.id(row, "DeviceId")
                .map(id -> new Device(id, Fields.name(row, "DeviceName"), Optional.empty(), expiry(row)));
    }

    /**
     * It is not documented what stands here without a licence: no licences or a time of zero say that there is none.
     */
    private static Optional<Instant> expiry(JsonNode row) {
        OptionalLong seconds = Fields.optionalInteger(row, "ExpireTime", Fields.MAX_EPOCH_SECOND);
        long licenses =
                Fields.optionalInteger(row, "LicenseCount", Long.MAX_VALUE).orElse(1);
        return seconds.orElse(0) == 0 || licenses == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(seconds.getAsLong()));
    }
}
