package trro.exporter.discovery;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import trro.exporter.api.ListAction;
import trro.exporter.api.ListRead;
import trro.exporter.api.TrroAction;

/** When each list was last read as a whole. Thread-safe. */
final class ListReads {

    private record ListName(TrroAction action, String key) {}

    private final Map<ListName, Instant> reads = new HashMap<>();
    private Map<TrroAction, Set<String>> kept = Map.of();

    /** A list that was dropped while its last page was under way is no news. */
    synchronized void read(TrroAction action, String key, Instant at) {
        ListName name = new ListName(action, key);
        if (isKept(name)) {
            reads.put(name, at);
        }
    }

    /** From now on these are the lists; all others are forgotten. */
    synchronized void keep(Map<TrroAction, Set<String>> keys) {
        kept = Map.copyOf(keys);
        reads.keySet().removeIf(name -> !isKept(name));
    }

    /** Those that were never read are left out. */
    synchronized List<ListRead> all() {
        return reads.entrySet().stream()
                .map(read -> new ListRead(
                        read.getKey().action(),
                        Optional.of(read.getKey().key()).filter(key -> !key.equals(ListAction.ACCOUNT)),
                        read.getValue()))
                .toList();
    }

    private boolean isKept(ListName name) {
        return kept.getOrDefault(name.action(), Set.of()).contains(name.key());
    }
}
