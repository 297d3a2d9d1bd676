package trro.exporter.snapshot;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The latest calls to TRRO, and how many there were within a minute. Thread-safe. */
public final class CallLog {

    /** Number of calls that are kept. */
    public static final int KEPT = 100;

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Deque<CallRecord> latest = new ArrayDeque<>(KEPT);
    private final Map<List<String>, Deque<Long>> ended =
            new HashMap<>(); // those of the last minute, by the steady clock

    /**
     * A call ended.
     *
     * @param nowNanos by the steady clock
     */
    public synchronized void add(CallRecord call, long nowNanos) {
        if (latest.size() == KEPT) {
            latest.removeLast();
        }
        latest.addFirst(call);
        Deque<Long> own =
                ended.computeIfAbsent(List.of(call.account(), call.question().action()), any -> new ArrayDeque<>());
        own.addLast(nowNanos);
        while (nowNanos - own.getFirst() >= MINUTE_NANOS) {
            own.removeFirst();
        }
    }

    /** Forgets how often other accounts called. */
    public synchronized void retainAccounts(Set<String> accounts) {
        ended.keySet().removeIf(key -> !accounts.contains(key.get(0)));
    }

    /** The calls that ended last, the newest first. */
    public synchronized List<CallRecord> latest() {
        return List.copyOf(latest);
    }

    /** Number of calls of an account's action that ended within the last minute. */
    public synchronized int withinMinute(String account, String action, long nowNanos) {
        return (int) ended.getOrDefault(List.of(account, action), new ArrayDeque<>()).stream()
                .filter(at -> nowNanos - at < MINUTE_NANOS)
                .count();
    }
}
