package trro.exporter.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file or command line that cannot be used; its message has one line for each problem, in the file's order. */
public final class ProblemsException extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an exception of ours is never serialised
    private final List<Problem> problems;

    /** @param source the file's name, or empty for problems of the command line */
    ProblemsException(String source, List<Problem> problems) {
        super(problems.stream().map(problem -> problem.describe(source)).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    ProblemsException(String source, Problem problem) {
        this(source, List.of(problem));
    }

    /** Every problem that was found, up to a bound that the last one tells; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
