package trro.exporter.model;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which of the discovered ids are polled.
 *
 * @param include regular expressions of which one must match the whole id; empty for all
 * @param exclude regular expressions of which none may match the whole id
 * @param max how many are polled at most, 1 or more; the rest is dropped and counted
 */
public record IdFilter(List<String> include, List<String> exclude, int max) {

    /** @throws java.util.regex.PatternSyntaxException if an expression is none */
    public IdFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        if (max < 1) {
            throw new IllegalArgumentException("max is below 1: " + max);
        }
        include.forEach(Pattern::compile);
        exclude.forEach(Pattern::compile);
    }

    /** Whether an id is wanted, whatever {@link #max} says. */
    public Predicate<String> wanted() {
        Predicate<String> included = include.isEmpty() ? id -> true : any(include);
        return included.and(any(exclude).negate());
    }

    private static Predicate<String> any(List<String> expressions) {
        return expressions.stream()
                .map(expression -> Pattern.compile(expression).asMatchPredicate())
                .reduce(id -> false, Predicate::or);
    }
}
