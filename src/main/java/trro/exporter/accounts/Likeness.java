package trro.exporter.accounts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiPredicate;

/** Finds again the accounts of before among those of now. */
final class Likeness {

    private Likeness() {}

    /**
     * The former account that each one of now is; those of which there is none are left out. An account is the one that
     * is both named alike and called alike, or else called alike, or else named alike.
     */
    static <A, F> IdentityHashMap<A, F> match(
            Collection<A> now, Collection<F> former, BiPredicate<A, F> named, BiPredicate<A, F> called) {
        List<F> left = new ArrayList<>(former);
        IdentityHashMap<A, F> found = new IdentityHashMap<>();
        for (BiPredicate<A, F> likeness : List.of(named.and(called), called, named)) {
            now.stream()
                    .filter(account -> !found.containsKey(account))
                    .forEach(account -> left.stream()
                            .filter(old -> likeness.test(account, old))
                            .findFirst()
                            .ifPresent(old -> {
                                left.remove(old);
                                found.put(account, old);
                            }));
        }
        return found;
    }
}
