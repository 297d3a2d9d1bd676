package trro.exporter.status;

import java.time.Duration;
import java.util.Optional;
import trro.exporter.pacing.RateLimiter;

/**
 * The budget of one account and action as a line of the status page, all in words.
 *
 * @param pace calls a second that may start now
 * @param slowed whether that is less than the limit allows, since TRRO throttled
 * @param limit calls a second as configured
 * @param used calls of the last minute
 * @param usable calls that the limit allows in a minute
 * @param queue empty where nothing is asked again and again
 */
record BudgetRow(
        String account,
        String action,
        String pace,
        boolean slowed,
        String limit,
        String used,
        String usable,
        Optional<Queue> queue) {

    /** This share of the full pace counts as all of it; the rest is rounding. */
    private static final double FULL = 0.99;

    /**
     * The targets that are asked for again and again.
     *
     * @param fullPass how long it takes to ask everybody once at the pace in force
     * @param wanted calls a second that the poll intervals ask for
     * @param tooMuch whether that is more than the pace
     */
    record Queue(String targets, String overdue, String underWay, String fullPass, String wanted, boolean tooMuch) {

        static Queue of(Budget.Queue queue, double pacePerSecond) {
            return new Queue(
                    DisplayText.count(queue.targets()),
                    DisplayText.count(queue.overdue()),
                    DisplayText.count(queue.underWay()),
                    DisplayText.span(Duration.ofSeconds((long) Math.ceil(queue.targets() / pacePerSecond))),
                    DisplayText.rate(queue.wantedPerSecond()),
                    queue.wantedPerSecond() > pacePerSecond);
        }
    }

    static BudgetRow of(Budget budget) {
        double pace = budget.pacePerSecond();
        double full = budget.limitPerSecond() / (1 + RateLimiter.JITTER.toMillis() / 1000.0);
        return new BudgetRow(
                budget.account(),
                budget.action(),
                DisplayText.rate(pace),
                pace < FULL * full,
                DisplayText.count(budget.limitPerSecond()),
                DisplayText.count(budget.withinMinute()),
                DisplayText.count(Math.round(60 * full)),
                budget.queue().map(queue -> Queue.of(queue, pace)));
    }
}
