package trro.exporter.simulator.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import trro.exporter.simulator.fleet.SimulatedDevice.Behaviour;

/** Draws up who is in a seeded fleet: of each dozen devices one is idle, one fitful and one has a bad network. */
final class FleetPlan {

    private static final List<String> PLACES = List.of(
            "Qingdao harbour",
            "Suzhou campus",
            "Shanghai west",
            "Shenzhen quarry",
            "Chengdu old town",
            "Tianjin airport");
    private static final List<VehicleType> TRADES =
            List.of(VehicleType.TRUCK, VehicleType.TRUCK, VehicleType.ROBOT, VehicleType.TRUCK, VehicleType.SWEEPER);
    private static final int DEVICES_PER_COCKPIT = 6;
    private static final String ID_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 16;

    private FleetPlan() {}

    static List<SimulatedProject> projects(long seed, int projects, int devices) {
        if (projects < 1 || devices < projects) {
            throw new IllegalArgumentException("a fleet needs a project and a device for each: " + projects
                    + " projects, " + devices + " devices");
        }
        List<SimulatedProject> plan = new ArrayList<>();
        int devicesLeft = devices;
        for (int index = 0; index < projects; index++) {
            int projectsAfter = projects - index - 1;
            int share = projectsAfter == 0 ? devicesLeft : Math.max(1, (devicesLeft - projectsAfter) / 2);
            plan.add(project(seed, index, share));
            devicesLeft -= share;
        }
        return plan;
    }

    private static SimulatedProject project(long seed, int index, int size) {
        String place = PLACES.get(index % PLACES.size());
        String name = index < PLACES.size() ? place : place + " " + (index / PLACES.size() + 1);
        List<SimulatedDevice> devices = new ArrayList<>();
        for (int device = 0; device < size; device++) {
            devices.add(device(device));
        }
        return new SimulatedProject(id(SeededRandom.bits(seed, index)), name, 1 + size / DEVICES_PER_COCKPIT, devices);
    }

    private static SimulatedDevice device(int index) {
        VehicleType type = TRADES.get(index % TRADES.size());
        Behaviour behaviour = switch (index % 12) {
            case 3 -> Behaviour.BAD_NETWORK;
            case 7 -> Behaviour.IDLE;
            case 11 -> Behaviour.FITFUL;
            default -> Behaviour.SOUND;
        };
        String id = String.format(Locale.ROOT, "%s-%03d", type.idPrefix(), index + 1);
        return new SimulatedDevice(id, type.title() + " " + (index + 1), behaviour, type);
    }

    private static String id(long chance) {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(SeededRandom.below(ID_LETTERS.length(), chance, i)));
        }
        return id.toString();
    }
}
