package trro.exporter.discovery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;

/**
 * The rows of a list by id.
 *
 * <p>When a row is taken out while a list of several pages is read, the others move up and one of them falls between
 * two pages. So who is missing in such a list is believed to be gone when the next one does not have it either. One
 * that was not read to its end says nothing about who is missing.
 * Confined to one thread.
 */
final class ListedRows<V> {

    private Map<String, V> rows = Map.of();
    private Set<String> missing = Set.of();

    Map<String, V> rows() {
        return rows;
    }

    void write(StateWriter out, Consumer<V> row) {
        out.map(rows, out::text, row);
        out.each(missing, out::text);
    }

    static <V> ListedRows<V> read(StateReader in, Supplier<V> row) {
        ListedRows<V> read = new ListedRows<>();
        read.rows = in.map(in::text, row);
        read.missing = Set.copyOf(in.each(in::text));
        return read;
    }

    /**
     * The list was read again.
     *
     * @param pages the number of pages that it has, or {@link ListSnapshot#SO_FAR}
     * @return whether anything has changed
     */
    boolean replace(Map<String, V> read, int pages) {
        Map<String, V> next = new HashMap<>(read);
        Set<String> missed = new HashSet<>();
        if (pages == ListSnapshot.SO_FAR) {
            missed.addAll(missing);
            rows.forEach(next::putIfAbsent);
        } else if (pages > 1) {
            rows.forEach((id, row) -> {
                if (!read.containsKey(id) && !missing.contains(id)) {
                    missed.add(id);
                    next.put(id, row);
                }
            });
        }
        boolean changed = !next.equals(rows);
        rows = next;
        missing = missed;
        return changed;
    }
}
