package trro.exporter.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The licences of a fleet, as a pure function of seed and device: most last for years, one has expired, of each 25
 * devices one expires within a week, one within a month and one has none.
 *
 * @param seenAt the moment to which the ends of licences are relative
 */
public record Licenses(Fleet fleet, Instant seenAt) {

    public static final Duration VALID_FOR = Duration.ofDays(365);

    /** Licences that are bound to no device. */
    public static final int UNBOUND = 5;

    private static final int CYCLE = 25;
    private static final int EXPIRED = 1;
    private static final int WITHIN_A_WEEK = 5;
    private static final int WITHIN_A_MONTH = 12;
    private static final int NONE = 19;

    /** The end of the licence of the project's device with this index; empty if it has none. */
    public Optional<Instant> expiry(SimulatedProject project, int index) {
        boolean ofFirstProject = fleet.projects().get(0).equals(project);
        if (ofFirstProject && index == EXPIRED) {
            return Optional.of(seenAt.minus(Duration.ofDays(3)));
        }
        return switch (index % CYCLE) {
            case WITHIN_A_WEEK -> Optional.of(seenAt.plus(Duration.ofDays(5)));
            case WITHIN_A_MONTH -> Optional.of(seenAt.plus(Duration.ofDays(20)));
            case NONE -> Optional.empty();
            default ->
                Optional.of(seenAt.plus(
                        Duration.ofDays(90 + SeededRandom.below(600, SeededRandom.bits(0, project.id()), index))));
        };
    }

    /** The licences that are bound to devices, counted. */
    public record Bound(long valid, long expired) {}

    public Bound bound(Instant now) {
        long valid = 0;
        long expired = 0;
        for (SimulatedProject project : fleet.projects()) {
            for (int index = 0; index < project.devices().size(); index++) {
                Optional<Instant> expiry = expiry(project, index);
                if (expiry.isPresent()) {
                    boolean over = !expiry.get().isAfter(now);
                    valid += over ? 0 : 1;
                    expired += over ? 1 : 0;
                }
            }
        }
        return new Bound(valid, expired);
    }
}
