package trro.exporter.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trro.exporter.support.Samples;

class SessionStatisticsTest {

    private static long notBad(long percent, long sessions) {
        return Samples.statistics(Instant.EPOCH, Instant.EPOCH, sessions, Duration.ZERO, percent / 100.0, 0, 0)
                .notBadSessions();
    }

    @Test
    void halfASessionIsRoundedUpThoughTheRatioIsNoBinaryFraction() {
        assertThat(notBad(58, 25)).isEqualTo(15);
        assertThat(notBad(0, 25)).isZero();
        assertThat(notBad(100, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void notBadSessionsAreCountedInIntegersForEveryPercent() {
        Random random = new Random(8);
        for (long percent = 0; percent <= 100; percent++) {
            for (int i = 0; i < 1000; i++) {
                long sessions = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
                BigInteger exact = BigInteger.valueOf(percent)
                        .multiply(BigInteger.valueOf(sessions))
                        .add(BigInteger.valueOf(50))
                        .divide(BigInteger.valueOf(100));

                assertThat(notBad(percent, sessions))
                        .as("%d %% of %d", percent, sessions)
                        .isEqualTo(exact.longValueExact());
            }
        }
    }
}
