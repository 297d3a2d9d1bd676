package trro.exporter.polling;

import java.time.Duration;
import java.util.Map;
import trro.exporter.model.StatisticInterval;

/**
 * The pace at which figures are wanted.
 *
 * @param pollIntervals how often each polled interval is asked for where the budget allows it
 * @param idlePollIntervals the promised age of a device's figures while it has no sessions and the budget does not
 *     allow its poll interval; none below the poll interval
 */
public record PollPace(
        Map<StatisticInterval, Duration> pollIntervals, Map<StatisticInterval, Duration> idlePollIntervals) {

    /** An active device is asked again after so much of its poll interval, so that its figures never get that old. */
    public static final double ACTIVE_SHARE = 0.9;

    /** Devices whose figures are late get one turn of so many at least, however many others wait. */
    public static final int LATE_EVERY = 4;

    public PollPace {
        pollIntervals = Map.copyOf(pollIntervals);
        idlePollIntervals = Map.copyOf(idlePollIntervals);
        for (StatisticInterval interval : pollIntervals.keySet()) {
            if (of(idlePollIntervals, interval).compareTo(of(pollIntervals, interval)) < 0) {
                throw new IllegalArgumentException("the idle poll interval is below the poll interval: " + interval);
            }
        }
    }

    Duration pollInterval(StatisticInterval interval) {
        return of(pollIntervals, interval);
    }

    Duration idlePollInterval(StatisticInterval interval) {
        return of(idlePollIntervals, interval);
    }

    private static Duration of(Map<StatisticInterval, Duration> intervals, StatisticInterval interval) {
        Duration duration = intervals.get(interval);
        if (duration == null) {
            throw new IllegalArgumentException("no poll interval for " + interval);
        }
        return duration;
    }
}
