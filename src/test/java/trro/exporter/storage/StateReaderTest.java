package trro.exporter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.time.Moment;

class StateReaderTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Moment WRITTEN = new Moment(NOON, 1_000_000);
    private static final long CENTURY_HALF_NANOS = Duration.ofDays(18_000).toNanos();

    private static StateReader read(StateWriter out, Moment now) {
        return new StateReader(out.bytes(), now);
    }

    private static Moment later(Duration span) {
        return new Moment(NOON.plus(span), -77); // the steady clock of another process
    }

    @Test
    void valuesComeBack() {
        StateWriter out = new StateWriter(WRITTEN);
        PollTarget project = PollTarget.ofProject("p", StatisticInterval.DAY);
        PollTarget device = PollTarget.ofDevice("p", "räder", StatisticInterval.MONTH);
        out.target(project);
        out.target(device);
        out.optional(Optional.of("a"), out::text);
        out.optional(Optional.<String>empty(), out::text);
        out.each(Map.of("k", 7L).entrySet(), entry -> {
            out.text(entry.getKey());
            out.number(entry.getValue());
        });
        out.ratio(0.57);
        out.instant(NOON.plusNanos(3));

        StateReader in = read(out, WRITTEN);

        assertThat(in.target()).isEqualTo(project);
        assertThat(in.target()).isEqualTo(device);
        assertThat(in.optional(in::text)).contains("a");
        assertThat(in.optional(in::text)).isEmpty();
        assertThat(in.map(in::text, in::number)).isEqualTo(Map.of("k", 7L));
        assertThat(in.ratio()).isEqualTo(0.57);
        assertThat(in.instant()).isEqualTo(NOON.plusNanos(3));
        assertThat(in.isAtEnd()).isTrue();
    }

    @Test
    void everyNumberComesBack() {
        Random random = new Random(5);
        List<Long> numbers = random.longs(1000)
                .map(number -> number >> random.nextInt(64))
                .boxed()
                .toList();
        StateWriter out = new StateWriter(WRITTEN);
        out.number(Long.MIN_VALUE);
        out.number(Long.MAX_VALUE);
        out.each(numbers, out::number);

        StateReader in = read(out, WRITTEN);

        assertThat(in.number()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.each(in::number)).isEqualTo(numbers);
    }

    @Test
    void aMomentIsAsOldAsTheWallClockSays() {
        StateWriter out = new StateWriter(WRITTEN);
        Instant said = NOON.plusSeconds(3600); // by a clock that was wrong then
        out.moment(new Moment(said, WRITTEN.nanos() - 500));
        out.due(WRITTEN.nanos() + 2000);

        Moment now = later(Duration.ofNanos(1500));
        StateReader in = read(out, now);

        assertThat(in.moment()).isEqualTo(new Moment(said, now.nanos() - 2000));
        assertThat(in.due()).isEqualTo(now.nanos() + 500);
    }

    @Test
    void whatWasWrittenInTheFutureIsOfNoKnownAge() {
        StateWriter out = new StateWriter(WRITTEN);
        out.moment(WRITTEN);
        out.due(WRITTEN.nanos() + 2000);

        Moment now = later(Duration.ofNanos(-1));
        StateReader in = read(out, now);

        assertThat(in.isOfTheFuture()).isTrue();
        assertThat(now.nanos() - in.moment().nanos()).isGreaterThan(CENTURY_HALF_NANOS);
        assertThat(in.due()).isEqualTo(now.nanos() + 2000);
    }

    @Test
    void noAgeIsBelowZeroNorOverflows() {
        StateWriter out = new StateWriter(WRITTEN);
        out.past(WRITTEN.nanos() + 5); // it came while this was written
        out.number(-1); // nobody writes such an age
        out.number(Long.MAX_VALUE);
        out.past(WRITTEN.nanos());

        Moment now = later(Duration.ofDays(100_000));
        StateReader soon = read(out, later(Duration.ZERO));
        StateReader late = read(out, now);

        assertThat(soon.past()).isEqualTo(-77);
        assertThat(-77 - soon.past()).isGreaterThan(CENTURY_HALF_NANOS);
        assertThat(-77 - soon.past()).isGreaterThan(CENTURY_HALF_NANOS);
        assertThat(now.nanos() - late.past()).isGreaterThan(CENTURY_HALF_NANOS);
    }

    @Test
    void aCountBeyondTheEndTakesNoMemory() {
        StateWriter out = new StateWriter(WRITTEN);
        out.number(Integer.MAX_VALUE);

        assertThatThrownBy(() -> read(out, WRITTEN).text()).hasMessageContaining("beyond the end");
        assertThatThrownBy(() -> read(out, WRITTEN).each(() -> 1)).hasMessageContaining("beyond the end");
        assertThatThrownBy(() -> read(out, WRITTEN).map(() -> 1, () -> 1)).hasMessageContaining("beyond the end");
    }
}
