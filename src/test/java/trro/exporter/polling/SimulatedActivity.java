package trro.exporter.polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * Who of a large fleet has a session when, over some days. Every third of a day another shift of devices is on duty, and of a
 * shift some have a session at any moment. Seconds count from the start of the simulation.
 */
final class SimulatedActivity {

    /** @param end first second after the session */
    record Session(int device, long start, long end) {}

    private static final long SHIFT_SECONDS = Duration.ofHours(8).toSeconds();
    private static final long SHORTEST_SECONDS = Duration.ofMinutes(5).toSeconds();
    private static final long LONGEST_SECONDS = Duration.ofMinutes(55).toSeconds();

    private final List<List<Session>> sessions = new ArrayList<>();
    private final int[] latest; // of each device's sessions, by the time of the last question

    private SimulatedActivity(int devices) {
        latest = new int[devices];
        for (int device = 0; device < devices; device++) {
            sessions.add(new ArrayList<>());
        }
    }

    /**
     * @param devices the fleet
     * @param share of it that has a session at any moment
     * @param onDuty share of it that takes part in one shift, above {@code share}
     */
    static SimulatedActivity shifts(long seed, int devices, double share, double onDuty, Duration span) {
        SimulatedActivity activity = new SimulatedActivity(devices);
        Random random = new Random(seed);
        double averageSeconds = (SHORTEST_SECONDS + LONGEST_SECONDS) / 2.0;
        double startsPerSecond = devices * share / averageSeconds;
        long[] freeAt = new long[devices];
        for (long shift = 0; shift * SHIFT_SECONDS < span.toSeconds(); shift++) {
            int[] crew = random.ints(0, devices)
                    .distinct()
                    .limit((long) (devices * onDuty))
                    .toArray();
            for (long second = shift * SHIFT_SECONDS; second < (shift + 1) * SHIFT_SECONDS; second++) {
                if (random.nextDouble() < startsPerSecond) {
                    int device = crew[random.nextInt(crew.length)];
                    if (freeAt[device] <= second) {
                        long length = SHORTEST_SECONDS + random.nextInt((int) (LONGEST_SECONDS - SHORTEST_SECONDS));
                        activity.add(device, second, second + length);
                        freeAt[device] = second + length;
                    }
                }
            }
        }
        return activity;
    }

    /** Nobody, until {@link #add} says otherwise. */
    static SimulatedActivity none(int devices) {
        return new SimulatedActivity(devices);
    }

    /** Sessions of one device have to be added in the order of time. */
    void add(int device, long start, long end) {
        sessions.get(device).add(new Session(device, start, end));
    }

    /** Devices with a running session. */
    BitSet running(long second) {
        return during(second, second + 1);
    }

    /** Devices that had a session at some time within the span, its end excluded. */
    BitSet during(long from, long to) {
        BitSet had = new BitSet(sessions.size());
        for (List<Session> own : sessions) {
            for (int i = own.size() - 1; i >= 0 && own.get(i).end() > from; i--) {
                if (own.get(i).start() < to) {
                    had.set(own.get(i).device());
                    break;
                }
            }
        }
        return had;
    }

    /** The latest second until now in which the device had a session; below 0 if there was none. Time must not go back. */
    long latestUpdate(int device, long second) {
        List<Session> own = sessions.get(device);
        while (latest[device] < own.size() && own.get(latest[device]).start() <= second) {
            latest[device]++;
        }
        return latest[device] == 0 ? -1 : Math.min(own.get(latest[device] - 1).end() - 1, second);
    }

    /** How many sessions of the device began within the span and until {@code second}. */
    long begun(int device, long from, long to, long second) {
        long count = 0;
        for (Session session : sessions.get(device)) {
            count += session.start() >= from && session.start() < to && session.start() <= second ? 1 : 0;
        }
        return count;
    }
}
