package trro.exporter.discovery;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import trro.exporter.api.ListRead;
import trro.exporter.api.TrroAction;

/** When each list was last read as a whole. Thread-safe. */
final class ListReads {

    /** The key of a list that is about the whole account. */
    static final String ACCOUNT = "";

    private record ListName(TrroAction action, String key) {}

    private final Map<ListName, Instant> reads = new ConcurrentHashMap<>();

    void read(TrroAction action, String key, Instant at) {
        reads.put(new ListName(action, key), at);
    }

    /** Forgets all other lists. */
    void keep(Map<TrroAction, Set<String>> keys) {
        reads.keySet()
                .removeIf(name -> !keys.getOrDefault(name.action(), Set.of()).contains(name.key()));
    }

    /** Those that were never read are left out. */
    List<ListRead> all() {
        return reads.entrySet().stream()
                .map(read -> new ListRead(
                        read.getKey().action(),
                        Optional.of(read.getKey().key()).filter(key -> !key.equals(ACCOUNT)),
                        read.getValue()))
                .toList();
    }
}
