package trro.exporter.polling;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import trro.exporter.model.StatisticInterval;

/**
 * Entries that compete for the same turns, by interval: within one interval whoever waits longest is the most overdue, so that
 * only the heads need to be compared. An entry must not change while it is in here.
 */
final class TurnQueue {

    private final Map<StatisticInterval, TreeSet<PollEntry>> queues = new EnumMap<>(StatisticInterval.class);
    private final Comparator<PollEntry> order;

    /** @param waitsSince the moment by which entries of one interval are put in order, the earliest first */
    TurnQueue(ToLongFunction<PollEntry> waitsSince) {
        Comparator<PollEntry> byWait =
                (a, b) -> Long.signum(waitsSince.applyAsLong(a) - waitsSince.applyAsLong(b)); // the clock may wrap
        order = byWait.thenComparingLong(PollEntry::number);
    }

    void add(PollEntry entry) {
        queues.computeIfAbsent(entry.target().interval(), interval -> new TreeSet<>(order))
                .add(entry);
    }

    void remove(PollEntry entry) {
        TreeSet<PollEntry> queue = queues.get(entry.target().interval());
        if (queue != null) {
            queue.remove(entry);
        }
    }

    /** The entry of each interval that waits longest. */
    Stream<PollEntry> heads() {
        return queues.values().stream().filter(queue -> !queue.isEmpty()).map(TreeSet::first);
    }

    Stream<PollEntry> all() {
        return queues.values().stream().flatMap(TreeSet::stream);
    }
}
