package trro.exporter.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.Limits;
import trro.exporter.model.StatisticInterval;

/** Warnings and objections to a plan, before it runs. */
record PlanAdvice(AccountPlan plan, ExporterConfig config) {

    /** Until then after an hour's end its figures are to be final, or so much after it settled, if that is later. */
    private static final Duration FINAL_WITHIN = Duration.ofMinutes(15);

    private static final Duration CLOSING_WITHIN = Duration.ofMinutes(5);

    /** Figures that would be dropped before they are asked for again, and the next step; empty if there are none. */
    Optional<String> infeasible() {
        return dropped("projects", plan.freshness().projectAges())
                .or(() -> dropped("active devices", plan.freshness().activeAges()))
                .or(() -> dropped("idle devices", plan.freshness().idleAges()));
    }

    private Optional<String> dropped(String whose, Map<StatisticInterval, Duration> ages) {
        return broken(ages, config::maxAge)
                .map(interval -> "account %s: %s figures of %s can be asked for every %s and are dropped after %s; %s"
                        .formatted(
                                plan.account().name(),
                                interval.label(),
                                whose,
                                PlanReport.duration(ages.getOrDefault(interval, Duration.ZERO)),
                                PlanReport.duration(config.maxAge(interval)),
                                waysOut(closesLate() ? "" : "max_age")));
    }

    /** Says that figures of a closed hour are final late, and the next step; empty if they are not. */
    Optional<String> closingsLate() {
        return closesLate()
                ? Optional.of(("account %s: after an hour's end its figures are final within %s, not within %s,"
                                + " where so many devices had sessions in it; %s")
                        .formatted(
                                plan.account().name(),
                                PlanReport.duration(config.settleTime()
                                        .plus(plan.freshness().closing())),
                                PlanReport.duration(finalWithin()),
                                waysOut("")))
                : Optional.empty();
    }

    private boolean closesLate() {
        return config.pollIntervals().containsKey(StatisticInterval.HOUR)
                && config.settleTime().plus(plan.freshness().closing()).compareTo(finalWithin()) > 0;
    }

    private Duration finalWithin() {
        Duration settled = config.settleTime().plus(CLOSING_WITHIN);
        return settled.compareTo(FINAL_WITHIN) > 0 ? settled : FINAL_WITHIN;
    }

    /** Says that idle devices wait for longer than promised, and the next step; empty if not, or if infeasible. */
    Optional<String> promiseBroken() {
        if (infeasible().isPresent()) {
            return Optional.empty();
        }
        Map<StatisticInterval, Duration> ages = plan.freshness().idleAges();
        return broken(ages, config::idlePollInterval)
                .map(interval ->
                        "account %s: %s figures of idle devices are promised every %s and can be asked for every %s; %s"
                                .formatted(
                                        plan.account().name(),
                                        interval.label(),
                                        PlanReport.duration(config.idlePollInterval(interval)),
                                        PlanReport.duration(ages.getOrDefault(interval, Duration.ZERO)),
                                        waysOut("idle_poll_interval")));
    }

    /** The first interval whose figures get older than the limit. */
    private static Optional<StatisticInterval> broken(
            Map<StatisticInterval, Duration> ages, Function<StatisticInterval, Duration> limit) {
        return Arrays.stream(StatisticInterval.values())
                .filter(each -> ages.getOrDefault(each, Duration.ZERO).compareTo(limit.apply(each)) > 0)
                .findFirst();
    }

    /** Says that more was assumed than is polled, and the next step; empty if it is not. */
    Optional<String> tooMany() {
        return plan.dropped() == 0
                ? Optional.empty()
                : Optional.of(
                        ("account %s: %,d devices are beyond the %,d targets that an exporter polls in all and would be"
                                        + " dropped; exclude devices, poll fewer intervals, or run a second exporter")
                                .formatted(plan.account().name(), plan.dropped(), Limits.TARGETS));
    }

    /** @param key what may be raised, too; empty for none */
    private String waysOut(String key) {
        boolean atTheLimit = plan.account().requestsPerSecond() >= Limits.REQUESTS_PER_SECOND;
        return "poll fewer devices or intervals"
                + (key.isEmpty() ? "" : ", raise " + key)
                + (atTheLimit ? "" : ", or raise requests_per_second (" + Limits.REQUESTS_PER_SECOND + " at most)");
    }
}
