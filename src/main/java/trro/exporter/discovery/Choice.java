package trro.exporter.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import trro.exporter.model.IdFilter;

/**
 * Which of the known ids are polled: those that were before stay, then others in the order of ids, up to the maximum.
 *
 * @param kept those that are polled
 * @param excluded how many are known and not wanted
 * @param dropped how many are wanted and not polled
 */
record Choice(List<String> kept, int excluded, int dropped) {

    static final Choice NONE = new Choice(List.of(), 0, 0);

    Choice {
        kept = List.copyOf(kept);
    }

    /**
     * Chooses.
     *
     * @param known in the order of ids
     * @param before those that were polled until now
     */
    static Choice of(Collection<String> known, IdFilter filter, Set<String> before) {
        Predicate<String> isWanted = filter.wanted();
        List<String> wanted = known.stream().filter(isWanted).toList();
        Choice choice = new Choice(wanted, known.size() - wanted.size(), 0);
        return choice.cut(filter.max(), before);
    }

    /** At most {@code max} of them. */
    Choice cut(int max, Set<String> before) {
        if (kept.size() <= max) {
            return this;
        }
        List<String> stay = new ArrayList<>(
                kept.stream().filter(before::contains).limit(max).toList());
        kept.stream()
                .filter(id -> !before.contains(id))
                .limit(max - stay.size())
                .forEach(stay::add);
        return new Choice(stay, excluded, dropped + kept.size() - stay.size());
    }

    /** So many more are dropped. */
    Choice withDropped(long more) {
        return new Choice(kept, excluded, (int) Math.min(Integer.MAX_VALUE, dropped + more));
    }
}
