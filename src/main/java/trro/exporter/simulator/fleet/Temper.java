package trro.exporter.simulator.fleet;

/** How a device behaves, so that a fleet has something to find for whoever watches it. */
public enum Temper {
    /** Works, and nearly every session is fine. */
    SOUND,
    /** Works, over a network that spoils a third of its sessions or more. */
    BAD_NETWORK,
    /** Exists, and never has a session. */
    IDLE,
    /** Works, with spells of some days in which nothing is heard of it. */
    FITFUL
}
