package trro.exporter.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentTest {

    @Test
    void agesByTheSteadyClockThoughTheWallClockJumps() {
        Moment earlier = new Moment(Instant.parse("2026-11-22T08:00:00Z"), Long.MAX_VALUE - 1);
        Moment later = new Moment(Instant.parse("2026-11-22T07:00:00Z"), Long.MIN_VALUE + 2_999_999_998L);

        assertThat(later.since(earlier)).isEqualTo(Duration.ofSeconds(3));
    }
}
