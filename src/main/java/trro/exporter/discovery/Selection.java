package trro.exporter.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import trro.exporter.model.IdFilter;

/**
 * The ids that are polled of those that are known: those that were before stay, then others in the order of ids, up to
 * the maximum.
 *
 * @param kept those that are polled
 * @param excluded the number of those that are known and not wanted
 * @param dropped the number of those that are wanted and not polled
 */
record Selection(List<String> kept, int excluded, int dropped) {

    static final Selection NONE = new Selection(List.of(), 0, 0);

    Selection {
        kept = List.copyOf(kept);
    }

    /**
     * Those that the filter wants, up to its maximum.
     *
     * @param named those of the known that need no filter, and no place among these
     * @param before those that were polled until now
     */
    static Selection of(Collection<String> known, Set<String> named, IdFilter filter, Set<String> before) {
        List<String> others =
                known.stream().filter(id -> !named.contains(id)).sorted().toList();
        List<String> wanted = others.stream().filter(filter.wanted()).toList();
        Selection selection = new Selection(wanted, others.size() - wanted.size(), 0);
        return selection.cut(filter.max(), before);
    }

    /** The same with at most {@code max} kept. */
    Selection cut(int max, Set<String> before) {
        if (kept.size() <= max) {
            return this;
        }
        List<String> stay = new ArrayList<>(
                kept.stream().filter(before::contains).limit(max).toList());
        kept.stream()
                .filter(id -> !before.contains(id))
                .limit(max - stay.size())
                .forEach(stay::add);
        return new Selection(stay, excluded, dropped + kept.size() - stay.size());
    }

    /** The same with {@code more} dropped. */
    Selection withDropped(long more) {
        return new Selection(kept, excluded, (int) Math.min(Integer.MAX_VALUE, dropped + more));
    }
}
