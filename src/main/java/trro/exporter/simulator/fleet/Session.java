package trro.exporter.simulator.fleet;

/**
 * One remote-driving session.
 *
 * @param id unlike that of any other session of the project, as far as 64 bits go
 * @param device index of the driven device in its project
 * @param cockpit index of the driving device in its project
 * @param end the second in which it ended, Unix time
 * @param minutes how long it took, 1 or more
 * @param notBad whether it was rated good or normal
 */
public record Session(long id, int device, int cockpit, long end, int minutes, boolean notBad) {

    static final int MAX_MINUTES = 150;

    /** The second in which it began, Unix time. */
    public long start() {
        return end - 60L * minutes;
    }
}
