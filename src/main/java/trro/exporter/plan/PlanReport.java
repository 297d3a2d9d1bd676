package trro.exporter.plan;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import trro.exporter.config.ExporterConfig;
import trro.exporter.model.StatisticInterval;
import trro.exporter.yaml.DurationText;

/** The plan of a configuration, as tables for people. */
public record PlanReport(ExporterConfig config, PlanAssumptions assumptions, PrintWriter out) {

    // As docs/performance.md measures them.
    private static final long BYTES_PER_SERIES = 170;
    private static final long SCRAPE_BYTES_PER_SERIES = 30; // needed for a moment
    private static final long FIXED_HEAP_MEGABYTES = 12;
    private static final long OUTSIDE_HEAP_MEGABYTES = 108;
    private static final long OUTSIDE_HEAP_MEGABYTES_PER_FURTHER_ACCOUNT = 4;
    private static final long SERIES_PER_MEGABYTE_OUTSIDE_HEAP = 10_000;

    /**
     * The heap fills half of a container in time (MaxRAMPercentage in the image), and the rest has to fit beside it.
     */
    private static final long CONTAINER_TO_LARGER_PART = 2;

    private static final long CONTAINER_STEP_MEGABYTES = 128;
    private static final long BYTES_PER_MEGABYTE = 1 << 20;

    /** Prints the plan with its warnings, and returns why it cannot work: one line for each account, none if it can. */
    public List<String> print() {
        List<AccountPlan> plans = plans(config, assumptions).toList();
        plans.forEach(this::print);
        printMemory(plans);
        List<PlanAdvice> advice =
                plans.stream().map(plan -> new PlanAdvice(plan, config)).toList();
        Stream.<Function<PlanAdvice, Optional<String>>>of(
                        PlanAdvice::tooMany, PlanAdvice::closingsLate, PlanAdvice::promiseBroken)
                .flatMap(kind -> advice.stream().map(kind).flatMap(Optional::stream))
                .forEach(warning -> line("Warning: %s", warning));
        out.flush();
        return advice.stream()
                .map(PlanAdvice::infeasible)
                .flatMap(Optional::stream)
                .toList();
    }

    private void printMemory(List<AccountPlan> plans) {
        long series = plans.stream().mapToLong(AccountPlan::series).sum();
        long live = series * BYTES_PER_SERIES / BYTES_PER_MEGABYTE;
        long heap = FIXED_HEAP_MEGABYTES + live + series * SCRAPE_BYTES_PER_SERIES / BYTES_PER_MEGABYTE;
        long outside = OUTSIDE_HEAP_MEGABYTES
                + (plans.size() - 1) * OUTSIDE_HEAP_MEGABYTES_PER_FURTHER_ACCOUNT
                + series / SERIES_PER_MEGABYTE_OUTSIDE_HEAP;
        long container = Math.max(heap, outside) * CONTAINER_TO_LARGER_PART / CONTAINER_STEP_MEGABYTES + 1;
        line("Memory: %,d MB of figures; give a container %,d MB.", live, container * CONTAINER_STEP_MEGABYTES);
    }

    private void print(AccountPlan plan) {
        line(
                "Account %s: %s and %s%s make %s and at most %,d series.",
                plan.account().name(),
                count(plan.fleet().projects(), "project"),
                count(plan.fleet().devices(), "device"),
                plan.account().discovers() ? " (assumed where they are discovered)" : "",
                count(plan.targets(), "target"),
                plan.series());
        boolean allKeepPace = plan.freshness().everyoneKeepsPace();
        line(
                "  %.2f calls a second would keep each target at its poll interval, %.2f are possible%s.",
                plan.freshness().wantedPerSecond(),
                plan.freshness().callsPerSecond(),
                allKeepPace ? "" : "; devices with sessions go first, %s %% of all".formatted(percent()));
        line("  %-36s %9s %9s %9s", "calls", "a cycle", "every", "a second");
        for (PlannedCalls calls : plan.calls()) {
            line(
                    "  %-36s %,9d %9s %9.2f",
                    calls.action().label(), calls.aCycle(), duration(calls.every()), calls.perSecond());
        }
        line("  first full picture after %s", duration(plan.firstPicture()));
        row("age of figures, at most", StatisticInterval::label);
        ages("  of projects", plan.freshness().projectAges());
        if (plan.fleet().devices() > 0 && allKeepPace) {
            ages("  of devices", plan.freshness().activeAges());
        } else if (plan.fleet().devices() > 0) {
            ages("  of devices with sessions", plan.freshness().activeAges());
            ages("  of idle devices", plan.freshness().idleAges());
        }
        row("  then dropped (max_age)", interval -> duration(config.maxAge(interval)));
        if (config.pollIntervals().containsKey(StatisticInterval.HOUR)) {
            line(
                    "  %-36s %9s",
                    "  final after the hour's end",
                    duration(config.settleTime().plus(plan.freshness().closing())));
        }
    }

    private void ages(String title, Map<StatisticInterval, Duration> ages) {
        row(title, interval -> duration(ages.getOrDefault(interval, Duration.ZERO)));
    }

    private void row(String title, Function<StatisticInterval, String> cell) {
        line(
                "  %-36s %s",
                title,
                Arrays.stream(StatisticInterval.values())
                        .filter(config.pollIntervals()::containsKey)
                        .map(interval -> "%9s".formatted(cell.apply(interval)))
                        .collect(Collectors.joining(" ")));
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    private String percent() {
        return String.format(Locale.ROOT, "%.1f", assumptions.activeShare() * 100)
                .replace(".0", "");
    }

    /** In whole seconds, rounded up, as the configuration writes it. */
    static String duration(Duration duration) {
        return DurationText.format(Duration.ofSeconds((duration.toMillis() + 999) / 1000));
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
