package trro.exporter.simulator;

import static trro.exporter.simulator.Parameters.Type.INTEGER;
import static trro.exporter.simulator.Parameters.Type.STRING;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.Licenses;
import trro.exporter.simulator.fleet.SimulatedDevice;
import trro.exporter.simulator.fleet.SimulatedProject;

/**
 * GetDevices, which has no ResourceNotFound among its documented errors.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68116">GetDevices</a>
 */
record DevicesAction(Fleet fleet, Licenses licenses, SimulatorSettings settings) implements Action {

    static final String NAME = "GetDevices";

    @Override
    public Map<String, Parameters.Type> parameters() {
        return Map.of(
                "PageNum", INTEGER,
                "PageSize", INTEGER,
                "ProjectId", STRING,
                "DeviceId", STRING);
    }

    @Override
    public void answer(Parameters parameters, Instant now, ObjectNode response) throws Refusal {
        Page page = Page.required(parameters, "PageNum", settings.maxPageSize());
        List<Row> devices = devices(parameters.text("ProjectId"), parameters.text("DeviceId"));
        ArrayNode array = response.putArray("Devices");
        for (Row row : page.of(devices)) {
            write(row, now, array.addObject());
        }
        response.put("TotalCount", devices.size());
    }

    private record Row(SimulatedDevice device, Optional<Instant> licensedUntil) {}

    private List<Row> devices(Optional<String> projectId, Optional<String> deviceId) throws Refusal {
        if (projectId.isPresent() && fleet.project(projectId.get()).isEmpty()) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER_VALUE, "Project does not exist: " + projectId.get());
        }
        return fleet.projects().stream()
                .filter(project -> projectId.map(project.id()::equals).orElse(true))
                .flatMap(this::rows)
                .filter(row -> deviceId.map(row.device().id()::equals).orElse(true))
                .toList();
    }

    private Stream<Row> rows(SimulatedProject project) {
        List<SimulatedDevice> devices = project.devices();
        return IntStream.range(0, devices.size())
                .mapToObj(index -> new Row(devices.get(index), licenses.expiry(project, index)));
    }

    /** The documents do not say how a device without a licence looks. */
    private static void write(Row row, Instant now, ObjectNode json) {
        boolean licensed = row.licensedUntil().isPresent();
        Instant until = row.licensedUntil().orElse(Instant.EPOCH);
        json.put("DeviceId", row.device().id());
        json.put("DeviceName", row.device().name());
        json.put("LicenseCount", licensed ? 1 : 0);
        json.put("RemainDay", Math.max(0, Duration.between(now, until).toDays()));
        json.put("ExpireTime", Long.toString(until.getEpochSecond()));
        json.put("Duration", licensed ? Long.toString(Licenses.VALID_FOR.toSeconds()) : "0");
        ArrayNode ids = json.putArray("LicenseIds");
        if (licensed) {
            ids.add("license-" + row.device().id());
        }
    }
}
