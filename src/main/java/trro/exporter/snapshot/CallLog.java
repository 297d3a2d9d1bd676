package trro.exporter.snapshot;

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

    private final Deque<CallRecord> latest = new ArrayDeque<>(KEPT);
    private final Map<List<String>, MinuteCount> counts = new HashMap<>();

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
        counts.computeIfAbsent(List.of(call.account(), call.question().action()), each -> new MinuteCount())
                .add(nowNanos);
    }

    /** Forgets how often other accounts called. */
    public synchronized void retainAccounts(Set<String> accounts) {
        counts.keySet().removeIf(key -> !accounts.contains(key.get(0)));
    }

    /** The calls that ended last, the newest first. */
    public synchronized List<CallRecord> latest() {
        return List.copyOf(latest);
    }

    /** Number of calls of an account's action that ended within the last minute, to the second. */
    public synchronized int withinMinute(String account, String action, long nowNanos) {
        MinuteCount count = counts.get(List.of(account, action));
        return count == null ? 0 : count.at(nowNanos);
    }
}
