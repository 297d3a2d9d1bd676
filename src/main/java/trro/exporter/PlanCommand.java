package trro.exporter;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import trro.exporter.config.ExporterConfig;

/** Says what a configuration costs and gives, before it runs. */
@Command(
        name = "plan",
        description =
                "Say what the configuration costs and how old figures get; exit code 1 if the budget is too small to"
                        + " show every figure.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configOptions = new ConfigOptions();

    @Mixin
    private PlanOptions planOptions = new PlanOptions();

    @Override
    public Integer call() throws OperatorMistake {
        PlanAssumptions assumptions = planOptions.assumptions();
        ExporterConfig config = configOptions.load(System.getenv());
        List<String> infeasible = print(config, assumptions, spec.commandLine().getOut());
        if (!infeasible.isEmpty()) {
            throw new OperatorMistake(String.join(System.lineSeparator(), infeasible));
        }
        return Main.FINE;
    }

    /** Prints the plan with its warnings, and returns why it cannot work: one line for each account, none if it can. */
    static List<String> print(ExporterConfig config, PlanAssumptions assumptions, PrintWriter out) {
        List<AccountPlan> plans = config.accounts().stream()
                .map(account -> AccountPlan.of(account, config, assumptions))
                .toList();
        new PlanText(config, assumptions, out).print(plans);
        List<PlanAdvice> advice =
                plans.stream().map(plan -> new PlanAdvice(plan, config)).toList();
        Stream.concat(
                        advice.stream().map(PlanAdvice::tooMany),
                        advice.stream()
                                .filter(each -> each.infeasible().isEmpty())
                                .map(PlanAdvice::promiseBroken))
                .flatMap(Optional::stream)
                .forEach(warning -> out.println("Warning: " + warning));
        out.flush();
        return advice.stream()
                .map(PlanAdvice::infeasible)
                .flatMap(Optional::stream)
                .toList();
    }
}
