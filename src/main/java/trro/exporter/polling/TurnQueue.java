package trro.exporter.polling;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import trro.exporter.model.StatisticInterval;

/**
 * Entries that compete for the same turns, by interval: within one interval whoever waits longest is the most overdue, so that
 * only the heads need to be compared. An entry must not change while it is in here.
 */
final class TurnQueue {

    private final Map<StatisticInterval, TreeSet<PollEntry>> queues = new EnumMap<>(StatisticInterval.class);
    private final Map<StatisticInterval, PollEntry> heads = new EnumMap<>(StatisticInterval.class);
    private final Comparator<PollEntry> order;

    /** @param waitsSince the moment by which entries of one interval are put in order, the earliest first; of equals the
     *     one that was asked longer ago */
    TurnQueue(ToLongFunction<PollEntry> waitsSince) {
        order = earliest(waitsSince)
                .thenComparing(earliest(PollEntry::askedNanos))
                .thenComparingLong(PollEntry::number);
    }

    private static Comparator<PollEntry> earliest(ToLongFunction<PollEntry> moment) {
        return (a, b) -> Long.signum(moment.applyAsLong(a) - moment.applyAsLong(b)); // the clock may wrap
    }

    void add(PollEntry entry) {
        StatisticInterval interval = entry.target().interval();
        queues.computeIfAbsent(interval, key -> new TreeSet<>(order)).add(entry);
        PollEntry head = heads.get(interval);
        if (head == null || order.compare(entry, head) < 0) {
            heads.put(interval, entry);
        }
    }

    void remove(PollEntry entry) {
        StatisticInterval interval = entry.target().interval();
        TreeSet<PollEntry> queue = queues.get(interval);
        if (queue != null && queue.remove(entry) && heads.get(interval) == entry) {
            if (queue.isEmpty()) {
                heads.remove(interval);
            } else {
                heads.put(interval, queue.first());
            }
        }
    }

    /** Shows the entry of each interval that waits longest. */
    void heads(Consumer<PollEntry> sink) {
        heads.values().forEach(sink);
    }

    Stream<PollEntry> all() {
        return queues.values().stream().flatMap(TreeSet::stream);
    }
}
