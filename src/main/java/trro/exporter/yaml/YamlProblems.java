package trro.exporter.yaml;

import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** The YAML library's complaints in our words. The library's own quote the file, and with it secrets. */
final class YamlProblems {

    static final String NEXT_STEP = "check indentation, colons, quotes and brackets there and just above";

    private static final String OPEN_QUOTE = "a quote begins here and never ends";
    private static final String OPEN_LIST = "a [ begins here and its ] or a comma is missing";
    private static final String OPEN_MAPPING = "a { begins here and its } or a comma is missing";
    private static final String ENDS_IN_BRACKETS = "expected the node content, but found '<stream end>'";

    /** By the library's problem, or by the start of it. */
    private static final Map<String, String> CAUSES = Map.of(
            "mapping values are not allowed here",
            "a colon stands where no key can be",
            "could not find expected ':'",
            "a key has no colon after it",
            "sequence entries are not allowed here",
            "a list item stands where none can be",
            "found unexpected end of stream",
            OPEN_QUOTE,
            "found unexpected document separator",
            OPEN_QUOTE,
            "expected ',' or ']'",
            OPEN_LIST,
            "expected ',' or '}'",
            OPEN_MAPPING,
            "expected <block end>",
            "the line does not continue the keys or the list above it");

    private YamlProblems() {}

    /** @param open the innermost list or mapping that has not ended yet */
    static Problem of(MarkedYamlEngineException failure, Optional<CollectionStartEvent> open) {
        String problem = String.valueOf(failure.getProblem());
        Optional<Mark> bracket = open.flatMap(Event::getStartMark);
        if (problem.equals(ENDS_IN_BRACKETS) && bracket.isPresent()) {
            boolean isList = open.get().getEventId() == Event.ID.SequenceStart;
            return at(bracket.get().getLine(), bracket.get().getColumn(), ": " + (isList ? OPEN_LIST : OPEN_MAPPING));
        }
        Optional<String> cause = cause(problem);
        // A quote that never ends is noticed where the file ends; its beginning is of more use.
        boolean unfinished = cause.filter(text -> text.contains("begins here")).isPresent();
        Optional<Mark> mark = unfinished ? failure.getContextMark() : failure.getProblemMark();
        String explanation = cause.map(text -> ": " + text).orElse("");
        return mark.map(place -> at(place.getLine(), place.getColumn(), explanation))
                .orElseGet(() -> Problem.ofFile("is not valid YAML; " + NEXT_STEP));
    }

    /** @param line and column count from 0 */
    static Problem at(int line, int column, String explanation) {
        return Problem.ofLine(
                line + 1, "is not valid YAML at column %s%s; %s".formatted(column + 1, explanation, NEXT_STEP));
    }

    private static Optional<String> cause(String problem) {
        if (problem.contains("(TAB)")) {
            return Optional.of("a tab is used for indentation, where YAML wants spaces");
        }
        return CAUSES.entrySet().stream()
                .filter(entry -> problem.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
