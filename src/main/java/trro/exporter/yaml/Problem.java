package trro.exporter.yaml;

import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that is wrong in the configuration, with the next step.
 *
 * @param path the place in the configuration's own terms, such as {@code accounts[0].projects[1].id}; empty for the
 *     file as a whole
 * @param line line of the file, from 1; empty where there is none
 * @param message the mistake and the next step; never shows a secret
 */
public record Problem(String path, OptionalInt line, String message) {

    /** A problem of the file as a whole. */
    static Problem ofFile(String message) {
        return new Problem("", OptionalInt.empty(), message);
    }

    /** A problem of a line that has no place in the configuration's own terms. */
    static Problem ofLine(int line, String message) {
        return new Problem("", OptionalInt.of(line), message);
    }

    /** One line for the operator, such as {@code trro.yml:12: accounts[0].name: is missing; ...}. */
    String describe(String source) {
        return Stream.of(source + (line.isPresent() ? ":" + line.getAsInt() : ""), path, message)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
    }
}
