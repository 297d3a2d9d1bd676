package trro.exporter.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import trro.exporter.model.PollTarget;
import trro.exporter.time.Moment;

/**
 * Writes knowledge as bytes that a {@link StateReader} of a later process, or of another machine, reads.
 *
 * <p>A steady clock means nothing to another process, so its times are written as ages at the moment of writing.
 * Confined to one thread.
 */
public final class StateWriter {

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE_FOLLOWS = 0x80;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Moment now;

    /** @param now the moment whose knowledge is written; what is later counts as of this moment */
    public StateWriter(Moment now) {
        this.now = now;
        instant(now.instant());
    }

    /** All that was written. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Writes any number; one near 0 takes a byte. */
    public void number(long value) {
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~SEVEN_BITS) != 0) {
            bytes.write((int) ((left & SEVEN_BITS) | MORE_FOLLOWS));
            left >>>= 7;
        }
        bytes.write((int) left);
    }

    public void ratio(double value) {
        long bits = Double.doubleToLongBits(value);
        number(Long.reverseBytes(bits)); // of a round number the low bytes are zero
    }

    public void text(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        number(encoded.length);
        bytes.writeBytes(encoded);
    }

    public void instant(Instant instant) {
        number(instant.getEpochSecond());
        number(instant.getNano());
    }

    /** Writes a time of the steady clock that is past, in nanoseconds. */
    public void past(long nanos) {
        number(Math.max(0, now.nanos() - nanos));
    }

    /** Writes a time of the steady clock that is past or to come, in nanoseconds. */
    public void due(long nanos) {
        number(nanos - now.nanos());
    }

    public void moment(Moment moment) {
        instant(moment.instant());
        past(moment.nanos());
    }

    public void constant(Enum<?> constant) {
        text(constant.name());
    }

    public void target(PollTarget target) {
        text(target.projectId());
        text(target.deviceId().orElse(""));
        constant(target.interval());
    }

    public <T> void optional(Optional<T> value, Consumer<? super T> write) {
        number(value.isPresent() ? 1 : 0);
        value.ifPresent(write);
    }

    /** Writes pairs of a key and a value, the key first. */
    public <K, V> void map(Map<K, V> values, Consumer<? super K> key, Consumer<? super V> value) {
        number(values.size());
        values.forEach((k, v) -> {
            key.accept(k);
            value.accept(v);
        });
    }

    public <T> void each(Collection<T> values, Consumer<? super T> write) {
        number(values.size());
        values.forEach(write);
    }
}
