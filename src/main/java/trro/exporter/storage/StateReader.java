package trro.exporter.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.time.Moment;

/**
 * Reads what a {@link StateWriter} wrote, perhaps in another process: times of the steady clock are this process's.
 *
 * <p>Only the wall clock tells how much time has passed since then, and it may have jumped. So what was written at a
 * time that is still to come is of no known age, and no age is below zero. Every method throws a {@link
 * RuntimeException} where the bytes are not what it expects. Confined to one thread.
 */
public final class StateReader {

    /** The age of what is of no known age: older than anything that is shown, and no sum with it overflows. */
    private static final long TOO_OLD_NANOS = Duration.ofDays(20_000).toNanos();

    private static final int LAST_SHIFT = 63;

    private final ByteBuffer bytes;
    private final Moment now;
    private final Instant writtenAt;
    private final long sinceNanos;

    /** @param now the moment of reading */
    public StateReader(byte[] bytes, Moment now) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.now = now;
        writtenAt = instant();
        Duration since = Duration.between(writtenAt, now.instant());
        boolean tooLong = since.compareTo(Duration.ofNanos(TOO_OLD_NANOS)) > 0;
        sinceNanos = tooLong ? TOO_OLD_NANOS : Math.max(0, isOfTheFuture() ? 0 : since.toNanos());
    }

    /** When it was written, by the wall clock. */
    public Instant writtenAt() {
        return writtenAt;
    }

    /** Whether the clock was set back since then, so that nobody knows how old this is. */
    public boolean isOfTheFuture() {
        return writtenAt.isAfter(now.instant());
    }

    /** Whether all was read. */
    public boolean isAtEnd() {
        return !bytes.hasRemaining();
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }

    /** A number that is stored as {@code int}. */
    public int smallNumber() {
        return Math.toIntExact(number());
    }

    public boolean truth() {
        return number() == 1;
    }

    public double ratio() {
        return Double.longBitsToDouble(Long.reverseBytes(number()));
    }

    public String text() {
        byte[] encoded = new byte[count()];
        bytes.get(encoded);
        return new String(encoded, UTF_8);
    }

    /** A number of things, each of which takes a byte at least. */
    private int count() {
        long count = number();
        if (count < 0 || count > bytes.remaining()) {
            throw new IllegalArgumentException("a count is beyond the end: " + count);
        }
        return (int) count;
    }

    public Instant instant() {
        return Instant.ofEpochSecond(number(), number());
    }

    /** A past time by the steady clock of now, in nanoseconds. */
    public long past() {
        long age = number();
        boolean known = age >= 0 && age <= TOO_OLD_NANOS && !isOfTheFuture();
        return now.nanos() - (known ? Math.min(TOO_OLD_NANOS, age + sinceNanos) : TOO_OLD_NANOS);
    }

    /** A time by the steady clock of now that may be to come, in nanoseconds. */
    public long due() {
        long left = number();
        return now.nanos() + Math.max(-TOO_OLD_NANOS, Math.min(TOO_OLD_NANOS, left) - sinceNanos);
    }

    public Moment moment() {
        Instant instant = instant();
        return new Moment(instant, past());
    }

    public <E extends Enum<E>> E constant(Class<E> type) {
        return Enum.valueOf(type, text());
    }

    public PollTarget target() {
        String projectId = text();
        Optional<String> deviceId = Optional.of(text()).filter(id -> !id.isEmpty());
        return new PollTarget(projectId, deviceId, constant(StatisticInterval.class));
    }

    public <T> Optional<T> optional(Supplier<T> read) {
        return truth() ? Optional.of(read.get()) : Optional.empty();
    }

    public <T> List<T> each(Supplier<T> read) {
        int count = count();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(read.get());
        }
        return values;
    }

    /** Pairs of a key and a value, the key first. */
    public <K, V> Map<K, V> map(Supplier<K> key, Supplier<V> value) {
        int count = count();
        Map<K, V> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            K each = key.get();
            values.put(each, value.get());
        }
        return values;
    }
}
