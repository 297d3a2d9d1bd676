package trro.exporter.pacing;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import trro.exporter.storage.Fingerprint;
import trro.exporter.time.TimeSource;

/**
 * The limiters of this process, which outlive every configuration: what was sent counts at the server, whatever is
 * written in a file since.
 *
 * <p>The server counts by key, so a limiter belongs to a key, an endpoint and an action. Where the key cannot be told
 * yet, the place that it comes from stands for it. Both are names of the payer, and a limiter answers to all names that
 * it was ever asked for under. Thread-safe.
 */
public final class Limiters {

    private final TimeSource time;
    private final BooleanSupplier open;
    private final Map<String, RateLimiter> limiters = new HashMap<>(); // by names of which no key can be told
    private final Map<String, PaceMemory> former = new HashMap<>(); // of a former process

    public Limiters(TimeSource time) {
        this(time, () -> true);
    }

    /** @param open whether any call may be made at the moment of the question */
    public Limiters(TimeSource time, BooleanSupplier open) {
        this.time = time;
        this.open = open;
    }

    /**
     * The limiter of the first payer that has one, or a new one; from now on it is that of all who have none.
     *
     * @param payers names of one payer, the surest first: a key, or the place where it comes from; at least one
     * @param endpoint where it is counted
     * @param action TRRO's name of it
     * @param requestsPerSecond of a new one; an old one's limit stays until somebody changes it
     */
    public synchronized RateLimiter limiter(
            List<String> payers, String endpoint, String action, int requestsPerSecond) {
        List<String> ids = payers.stream()
                .map(payer -> Fingerprint.of(String.join("\n", payer, endpoint, action)))
                .toList();
        Optional<RateLimiter> known =
                ids.stream().map(limiters::get).filter(Objects::nonNull).findFirst();
        RateLimiter limiter = known.orElseGet(() -> new RateLimiter(requestsPerSecond, time, open));
        ids.forEach(id -> {
            if (limiters.putIfAbsent(id, limiter) == null) {
                resume(id, limiter);
            }
        });
        return limiter;
    }

    private void resume(String id, RateLimiter limiter) {
        Optional.ofNullable(former.get(id)).ifPresent(memory -> {
            limiter.resume(memory);
            memory.ids().forEach(former::remove);
        });
    }

    /** The memory of each limiter, for a later process. */
    public synchronized List<PaceMemory> memories() {
        Map<RateLimiter, Set<String>> names = new HashMap<>();
        limiters.forEach((id, limiter) ->
                names.computeIfAbsent(limiter, any -> new TreeSet<>()).add(id));
        return names.entrySet().stream()
                .map(each -> each.getKey().memory(each.getValue()))
                .toList();
    }

    /** A former process had these; limiters of the same payers go on from there, also those that are made later. */
    public synchronized void resume(List<PaceMemory> memories) {
        memories.forEach(memory -> memory.ids().forEach(id -> former.put(id, memory)));
        limiters.forEach(this::resume);
    }

    /** Forgets those that are not in use and have nothing to remember. */
    public synchronized void retain(Collection<RateLimiter> inUse) {
        Set<RateLimiter> used = Set.copyOf(inUse);
        limiters.values().removeIf(limiter -> !used.contains(limiter) && limiter.remembersNothing());
    }

    /** The number of names that are known. */
    synchronized int size() {
        return limiters.size();
    }
}
