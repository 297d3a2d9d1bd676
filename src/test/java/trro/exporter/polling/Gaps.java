package trro.exporter.polling;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import trro.exporter.model.StatisticInterval;

/** How long each device waited from one answer to the next, in seconds of a clock that begins at zero. */
final class Gaps {

    private final Map<StatisticInterval, double[]> answered = new EnumMap<>(StatisticInterval.class);
    private final Map<StatisticInterval, double[]> longest = new EnumMap<>(StatisticInterval.class);
    private double watchedSince;

    Gaps(int devices) {
        for (StatisticInterval interval : StatisticInterval.values()) {
            answered.put(interval, new double[devices]);
            longest.put(interval, new double[devices]);
        }
    }

    void answered(StatisticInterval interval, int device, double now) {
        double[] gaps = of(longest, interval);
        gaps[device] = Math.max(gaps[device], waiting(interval, device, now));
        of(answered, interval)[device] = now;
    }

    /** Forgets what was before. */
    void watch(double now) {
        watchedSince = now;
        longest.values().forEach(gaps -> Arrays.fill(gaps, 0));
    }

    double answeredAt(StatisticInterval interval, int device) {
        return of(answered, interval)[device];
    }

    /** The longest gap between answers of each of the devices from the first to the last, which is not counted. */
    DoubleStream between(StatisticInterval interval, int first, int last) {
        return Arrays.stream(of(longest, interval), first, last);
    }

    /** The longest that any of so many devices has waited, those that wait still included. */
    double slowest(StatisticInterval interval, int devices, double now) {
        return DoubleStream.concat(
                        between(interval, 0, devices),
                        IntStream.range(0, devices).mapToDouble(device -> waiting(interval, device, now)))
                .max()
                .orElseThrow();
    }

    private double waiting(StatisticInterval interval, int device, double now) {
        return now - Math.max(watchedSince, answeredAt(interval, device));
    }

    private static double[] of(Map<StatisticInterval, double[]> seconds, StatisticInterval interval) {
        double[] ofInterval = seconds.get(interval);
        if (ofInterval == null) {
            throw new IllegalArgumentException("not known: " + interval);
        }
        return ofInterval;
    }
}
