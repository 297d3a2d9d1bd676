package trro.exporter.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Collects problems, so that reading can go on and everything is reported at once. */
public final class Problems {

    private static final int MOST_LISTED = 1_000;

    private final List<Problem> problems = new ArrayList<>();
    private int unlisted;

    public void add(String path, OptionalInt line, String message) {
        if (problems.size() < MOST_LISTED) {
            problems.add(new Problem(path, line, message));
        } else {
            unlisted++;
        }
    }

    /**
     * Ends the reading if there is a problem.
     *
     * @param source the file's name, or empty for problems of the command line
     * @throws ProblemsException with all of them, in the file's order
     */
    public void throwIfAny(String source) throws ProblemsException {
        if (problems.isEmpty()) {
            return;
        }
        List<Problem> inFileOrder = new ArrayList<>(problems);
        inFileOrder.sort(Comparator.comparingInt(problem -> problem.line().orElse(Integer.MAX_VALUE)));
        if (unlisted > 0) {
            inFileOrder.add(Problem.ofFile(unlisted + " more problems are not listed; mend these first"));
        }
        throw new ProblemsException(source, inFileOrder);
    }
}
