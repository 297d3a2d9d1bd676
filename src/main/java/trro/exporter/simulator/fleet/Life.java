package trro.exporter.simulator.fleet;

/** Something that has sessions: a device, or a project with all of its devices. */
interface Life {

    /**
     * Adds the sessions that ended in {@code hour} and not after {@code asOf} (Unix time) to {@code tally}.
     */
    void count(Hour hour, long asOf, Tally tally);
}
