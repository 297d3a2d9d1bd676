package trro.exporter.simulator.fleet;

import java.time.Instant;

/**
 * A device on the controlled side.
 *
 * @param id unique in its project
 * @param name for people
 * @param addedAt since when it exists; {@link Instant#MIN} for always
 */
public record SimulatedDevice(String id, String name, Temper temper, Trade trade, Instant addedAt) {

    public boolean existsAt(Instant instant) {
        return !addedAt.isAfter(instant);
    }
}
