package trro.exporter.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import trro.exporter.yaml.Problems;
import trro.exporter.yaml.ProblemsException;
import trro.exporter.yaml.Text;

/** A configuration without a file: projects of one account, the key from the environment, defaults otherwise. */
public final class QuickStart {

    private static final String OPTION = "--project.id";

    private QuickStart() {}

    /**
     * Checks the ids as a file's would be.
     *
     * @param projectIds as given on the command line, in its order
     * @throws ProblemsException with all problems
     */
    public static ExporterConfig of(List<String> projectIds) throws ProblemsException {
        Problems problems = new Problems();
        if (projectIds.isEmpty()) {
            problems.add(OPTION, OptionalInt.empty(), "is missing; " + ProjectReader.ID);
        }
        for (int i = 0; i < projectIds.size(); i++) {
            String path = path(i);
            problem(projectIds.get(i), projectIds.indexOf(projectIds.get(i)), i)
                    .ifPresent(message -> problems.add(path, OptionalInt.empty(), message));
        }
        problems.throwIfAny("");
        List<ProjectConfig> projects =
                projectIds.stream().map(id -> new ProjectConfig(id, List.of())).toList();
        AccountConfig account = new AccountConfig(
                Defaults.ACCOUNT,
                Defaults.ENDPOINT,
                Optional.empty(),
                new CredentialsConfig.Env(),
                Defaults.REQUESTS_PER_SECOND,
                projects);
        return new ExporterConfig(
                Defaults.TIME_ZONE, Defaults.SETTLE_TIME, Defaults.MAX_AGE, Defaults.POLL_INTERVALS, List.of(account));
    }

    private static Optional<String> problem(String id, int first, int index) {
        if (id.isEmpty()) {
            return Optional.of("is empty; " + ProjectReader.ID);
        }
        Text text = Text.open(id);
        if (first != index) {
            return Optional.of("%s is used already at %s; %s".formatted(text.shown(), path(first), ProjectReader.ONCE));
        }
        return text.nameProblem(Limits.ID_LENGTH, ProjectReader.ID);
    }

    private static String path(int index) {
        return OPTION + '[' + index + ']';
    }
}
