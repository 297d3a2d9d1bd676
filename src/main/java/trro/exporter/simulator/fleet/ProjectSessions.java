package trro.exporter.simulator.fleet;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The sessions of one project: those of its devices. Closed hours are remembered, since they never change. Thread-safe.
 */
final class ProjectSessions implements SessionTotals.Source {

    /** About a hundred days, which is what a question for the last and this month needs, with room to spare. */
    private static final int MAX_CLOSED_HOURS = 2_400;

    private final SimulatedProject project;
    private final List<DeviceSessions> devices;
    private final Map<String, SessionTotals.Source> byId = new HashMap<>(); // devices on either side
    private final Map<Hour, SessionTotals> closedHours = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hour, SessionTotals> eldest) {
            return size() > MAX_CLOSED_HOURS;
        }
    };

    ProjectSessions(long fleetSeed, SimulatedProject project, List<QualityDrop> drops) {
        this.project = project;
        this.devices = IntStream.range(0, project.devices().size())
                .mapToObj(index -> new DeviceSessions(fleetSeed, project, index, drops))
                .toList();
        devices.forEach(life -> byId.put(life.device().id(), life));
        // A device on the controlling side has the sessions of those that it drives.
        Map<Integer, List<DeviceSessions>> driven =
                devices.stream().collect(Collectors.groupingBy(DeviceSessions::cockpit));
        for (int index = 0; index < project.cockpits(); index++) {
            List<DeviceSessions> drives = driven.getOrDefault(index, List.of());
            byId.put(
                    project.cockpitId(index),
                    (hour, asOf, totals) -> drives.forEach(device -> device.count(hour, asOf, totals)));
        }
    }

    SimulatedProject project() {
        return project;
    }

    List<DeviceSessions> devices() {
        return devices;
    }

    /** A device, on either side. */
    Optional<SessionTotals.Source> device(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public synchronized void count(Hour hour, long asOf, SessionTotals totals) {
        // A session ends before its hour does, so with the last second over nothing can be added.
        boolean closed = hour.end() - 1 <= asOf;
        totals.add(closed ? closedHours.computeIfAbsent(hour, key -> sum(key, asOf)) : sum(hour, asOf));
    }

    /** The number of closed hours that are remembered. */
    synchronized int remembered() {
        return closedHours.size();
    }

    private SessionTotals sum(Hour hour, long asOf) {
        SessionTotals sum = new SessionTotals();
        devices.forEach(device -> device.count(hour, asOf, sum));
        return sum;
    }
}
