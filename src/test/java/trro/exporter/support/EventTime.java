package trro.exporter.support;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import trro.exporter.time.TimeSource;

/** Virtual time in which things happen while somebody sleeps, in the order of their moments. For one thread. */
public class EventTime implements TimeSource {

    private record Event(long atNanos, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
    private long nanos;
    private long numbers;

    /** Does {@code action} once so much time has passed. */
    public void after(long delayNanos, Runnable action) {
        events.add(new Event(nanos + delayNanos, numbers++, action));
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) {
        long end = nanos + Math.max(0, duration.toNanos());
        while (!events.isEmpty() && events.peek().atNanos() <= end) {
            Event event = events.remove();
            nanos = Math.max(nanos, event.atNanos());
            event.action().run();
        }
        nanos = end;
    }
}
