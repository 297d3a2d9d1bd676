package trro.exporter.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallLogTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final CallLog log = new CallLog();

    private static CallRecord call(String account, String action, int number) {
        return new CallRecord(
                account,
                new CallRecord.Question(action, Optional.of("p"), Optional.empty(), Optional.empty()),
                Instant.ofEpochSecond(number),
                Duration.ofMillis(number),
                CallRecord.OK,
                Optional.of("request-" + number));
    }

    @Test
    void keepsTheNewestHundredNewestFirst() {
        for (int i = 0; i < 250; i++) {
            log.add(call("main", "Describe", i), 0);
        }

        assertThat(log.latest())
                .extracting(record -> record.took().toMillis())
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> 249L - i).toList());
    }

    @Test
    void whatWasTakenDoesNotChange() {
        log.add(call("main", "Describe", 1), 0);
        List<CallRecord> taken = log.latest();

        log.add(call("main", "Describe", 2), 0);

        assertThat(taken).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -90, Long.MAX_VALUE / 2_000_000_000})
    void countsEachAccountsActionsOfTheLastMinute(long startSecond) {
        long start = startSecond * SECOND;
        for (int second = 0; second < 130; second++) {
            log.add(call("main", "Describe", second), start + second * SECOND);
            log.add(call("main", "Describe", second), start + second * SECOND + SECOND / 2);
            log.add(call("main", "Other", second), start + second * SECOND);
        }
        long end = start + 129 * SECOND + SECOND / 2;

        assertThat(log.withinMinute("main", "Describe", end)).isEqualTo(120);
        assertThat(log.withinMinute("main", "Other", end)).isEqualTo(60);
        assertThat(log.withinMinute("other", "Describe", end)).isZero();
        assertThat(log.withinMinute("main", "Describe", end + 30 * SECOND)).isEqualTo(60);
        assertThat(log.withinMinute("main", "Describe", end + 60 * SECOND)).isZero();
    }

    @Test
    void losesNothingThatManyThreadsAdd() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> adding = () -> {
                for (int i = 0; i < 5_000; i++) {
                    log.add(call("main", "Describe", i), 0);
                    assertThat(log.latest()).hasSizeBetween(1, 100);
                }
                return null;
            };
            for (var added : threads.invokeAll(List.of(adding, adding, adding, adding))) {
                added.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(log.withinMinute("main", "Describe", 0)).isEqualTo(20_000);
    }
}
