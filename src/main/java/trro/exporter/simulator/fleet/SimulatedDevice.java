package trro.exporter.simulator.fleet;

/**
 * A device on the controlled side.
 *
 * @param id unique in its project
 * @param name for people
 */
public record SimulatedDevice(String id, String name, Behaviour behaviour, VehicleType type) {

    /** A way to behave, so that a fleet has something to find for whoever watches it. */
    public enum Behaviour {
        /** Works, and nearly every session is fine. */
        SOUND,
        /** Works, over a network that spoils a third of its sessions or more. */
        BAD_NETWORK,
        /** Exists, and never has a session. */
        IDLE,
        /** Works, with spells of some days in which nothing is heard of it. */
        FITFUL
    }
}
