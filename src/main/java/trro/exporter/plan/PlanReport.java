package trro.exporter.plan;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import trro.exporter.config.ExporterConfig;

/** The plan of a configuration, for people. */
public final class PlanReport {

    private PlanReport() {}

    /** Prints the plan with its warnings, and returns why it cannot work: one line for each account, none if it can. */
    public static List<String> print(ExporterConfig config, PlanAssumptions assumptions, PrintWriter out) {
        List<AccountPlan> plans = plans(config, assumptions).toList();
        new PlanText(config, assumptions, out).print(plans);
        List<PlanAdvice> advice =
                plans.stream().map(plan -> new PlanAdvice(plan, config)).toList();
        Stream.<Function<PlanAdvice, Optional<String>>>of(
                        PlanAdvice::tooMany, PlanAdvice::closingsLate, PlanAdvice::promiseBroken)
                .flatMap(kind -> advice.stream().map(kind).flatMap(Optional::stream))
                .forEach(warning -> out.println("Warning: " + warning));
        out.flush();
        return advice.stream()
                .map(PlanAdvice::infeasible)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The number with its noun in the right form, such as {@code 1 project} and {@code 2,000 devices}. */
    public static String count(int number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    /** The time until every target was asked once, at most. */
    public static Duration firstPicture(ExporterConfig config) {
        return plans(config, PlanAssumptions.DEFAULT)
                .map(AccountPlan::firstPicture)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static Stream<AccountPlan> plans(ExporterConfig config, PlanAssumptions assumptions) {
        return config.accounts().stream().map(account -> AccountPlan.of(account, config, assumptions));
    }
}
