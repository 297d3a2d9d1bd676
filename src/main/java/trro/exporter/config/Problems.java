package trro.exporter.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Collects what is wrong, so that reading can go on and everything is reported at once. */
final class Problems {

    private final List<ConfigProblem> problems = new ArrayList<>();
    private int unlisted;

    void add(String path, OptionalInt line, String message) {
        if (problems.size() < Limits.PROBLEMS) {
            problems.add(new ConfigProblem(path, line, message));
        } else {
            unlisted++;
        }
    }

    /** @param source the file's name, or empty when the configuration came from the command line */
    void throwIfAny(String source) throws ConfigException {
        if (problems.isEmpty()) {
            return;
        }
        List<ConfigProblem> inFileOrder = new ArrayList<>(problems);
        inFileOrder.sort(Comparator.comparingInt(problem -> problem.line().orElse(Integer.MAX_VALUE)));
        if (unlisted > 0) {
            inFileOrder.add(ConfigProblem.ofFile(unlisted + " more problems are not listed; mend these first"));
        }
        throw new ConfigException(source, inFileOrder);
    }
}
