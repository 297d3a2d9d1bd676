package trro.exporter.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * GetDevices, which has no ResourceNotFound among its documented errors.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68116">GetDevices</a>
 */
final class DevicesAction implements Action {

    static final String NAME = "GetDevices";

    private static final Instant LICENSED_UNTIL = Instant.parse("2036-01-01T00:00:00Z");
    private static final Duration LICENSED_FOR = Duration.ofDays(3_652);

    private final Fleet fleet;

    DevicesAction(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public Map<String, ParameterType> parameters() {
        return Map.of(
                "PageNum", ParameterType.INTEGER,
                "PageSize", ParameterType.INTEGER,
                "ProjectId", ParameterType.STRING,
                "DeviceId", ParameterType.STRING);
    }

    @Override
    public void answer(Parameters parameters, Instant now, ObjectNode response) throws Refusal {
        Page page = Page.of("PageNum", parameters.requiredNumber("PageNum"), parameters.requiredNumber("PageSize"));
        List<SimulatedDevice> devices = devices(parameters.text("ProjectId"), parameters.text("DeviceId"));
        ArrayNode array = response.putArray("Devices");
        for (SimulatedDevice device : page.of(devices)) {
            write(device, now, array.addObject());
        }
        response.put("TotalCount", devices.size());
    }

    private List<SimulatedDevice> devices(Optional<String> projectId, Optional<String> deviceId) throws Refusal {
        if (projectId.isPresent() && fleet.project(projectId.get()).isEmpty()) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER_VALUE, "Project does not exist: " + projectId.get());
        }
        return fleet.projects().stream()
                .filter(project -> projectId.map(project.id()::equals).orElse(true))
                .flatMap(project -> project.devices().stream())
                .filter(device -> deviceId.map(device.id()::equals).orElse(true))
                .toList();
    }

    private static void write(SimulatedDevice device, Instant now, ObjectNode json) {
        json.put("DeviceId", device.id());
        json.put("DeviceName", device.name());
        json.put("LicenseCount", 1);
        json.put("RemainDay", Math.max(0, Duration.between(now, LICENSED_UNTIL).toDays()));
        json.put("ExpireTime", Long.toString(LICENSED_UNTIL.getEpochSecond()));
        json.put("Duration", Long.toString(LICENSED_FOR.toSeconds()));
        json.putArray("LicenseIds").add("license-" + device.id());
    }
}
