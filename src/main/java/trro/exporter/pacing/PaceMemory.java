package trro.exporter.pacing;

import java.util.List;
import java.util.Set;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;

/**
 * The calls that a limiter of a former process had spent, and its pace. Times are nanoseconds of this process's steady
 * clock.
 *
 * @param ids names of the limiter, of which no key can be told
 * @param share of the full pace, above 0, 1 at most, as it was at {@code shareSinceNanos}
 * @param arrivedNanos the latest moments at which its last calls can have arrived
 */
public record PaceMemory(Set<String> ids, double share, long shareSinceNanos, List<Long> arrivedNanos) {

    public PaceMemory {
        ids = Set.copyOf(ids);
        arrivedNanos = List.copyOf(arrivedNanos);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is not within 0..1: " + share);
        }
    }

    public void write(StateWriter out) {
        out.each(ids, out::text);
        out.ratio(share);
        out.due(shareSinceNanos);
        out.each(arrivedNanos, out::due);
    }

    public static PaceMemory read(StateReader in) {
        return new PaceMemory(Set.copyOf(in.each(in::text)), in.ratio(), in.due(), in.each(in::due));
    }
}
