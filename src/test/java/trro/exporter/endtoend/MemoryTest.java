package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.accounts.Accounts;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.config.Defaults;
import trro.exporter.config.ExporterConfig;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.metrics.SessionMetrics;
import trro.exporter.pacing.Limiters;
import trro.exporter.pacing.Permit;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.Samples;
import trro.exporter.support.Slow;
import trro.exporter.support.StatisticsOnly;
import trro.exporter.support.SteppingTime;
import trro.exporter.support.TestConfigs;

/**
 * As many polls as an hour has at the default pace of 16 a second, in seconds, with time that is not real; {@code
 * -Dmemory.hours=336} makes it two weeks.
 */
@Slow
class MemoryTest {

    private static final int ANSWERS_IN_AN_HOUR = 57_600;
    private static final int ANSWERS = ANSWERS_IN_AN_HOUR * Integer.getInteger("memory.hours", 1);
    private static final int WARM_UP = ANSWERS_IN_AN_HOUR / 4;
    private static final int ANSWERS_BETWEEN_SCRAPES = 16 * 15;
    private static final int ANSWERS_BETWEEN_FAILURES = 7;
    private static final long MAY_GROW_BYTES = 1 << 20;

    private final SteppingTime time = new SteppingTime(Instant.parse("2026-11-22T08:20:00Z"));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExporterConfig config = config();
    private final SnapshotStore store = new SnapshotStore(List.of());
    private final SessionMetrics fleet = new SessionMetrics(
            store, config.timeZone(), config.settleTime(), Map.copyOf(Defaults.POLL_INTERVALS), time);
    private final PrometheusPage page = new PrometheusPage(registry, List.of(fleet));
    private int asked;
    private long usedAfterWarmUp;

    @Test
    void hoursOfPollsLeaveNothingBehind() {
        Accounts accounts = accounts();

        accounts.loops().get("poller-main").run();

        assertThat(asked).isEqualTo(ANSWERS);
        assertThat(Thread.interrupted()).as("ended by the last answer").isTrue();
        assertThat(registry.get("trro_poll_defects_total").counter().count()).isZero();
        assertThat(usedBytes() - usedAfterWarmUp)
                .as("growth of the live heap in bytes, from %d", usedAfterWarmUp)
                .isLessThan(MAY_GROW_BYTES);
        assertThat(accounts.targets()).isEqualTo(609);
    }

    private static ExporterConfig config() {
        String[] devices =
                IntStream.range(0, 100).mapToObj(number -> "device-" + number).toArray(String[]::new);
        return TestConfigs.of(
                URI.create("http://127.0.0.1:1"),
                Optional.empty(),
                Defaults.POLL_INTERVALS,
                TestConfigs.project("one", devices),
                TestConfigs.project("two", devices),
                TestConfigs.project("three"));
    }

    private Accounts accounts() {
        ExporterMetrics metrics = new ExporterMetrics(registry);
        Accounts accounts = new Accounts(
                config,
                account -> (StatisticsOnly) this::answer,
                Optional.empty(),
                new Accounts.Shared(store, new Limiters(time), metrics, new CallLog(), Runnable::run, time));
        accounts.takeOver(Optional.empty());
        return accounts;
    }

    private StatisticsAnswer answer(StatisticsQuery query, Permit permit) throws ApiException {
        permit.sent();
        asked++;
        if (asked == WARM_UP) {
            usedAfterWarmUp = usedBytes();
        }
        if (asked == ANSWERS) {
            Thread.currentThread().interrupt();
        }
        if (asked % ANSWERS_BETWEEN_SCRAPES == 0) {
            scrape();
        }
        if (asked % ANSWERS_BETWEEN_FAILURES == 0) {
            throw new ApiException(
                    ApiException.Kind.SERVER, "Code-" + asked, "message " + asked, Optional.of("request-" + asked));
        }
        Instant start = query.from();
        Instant end = start.plus(Duration.ofHours(1));
        return new StatisticsAnswer(
                "request-" + asked, List.of(Samples.row(start, end, asked), Samples.row(start, end, 1)));
    }

    private void scrape() {
        try {
            page.write(ExpositionFormat.TEXT, List.of(), Optional.empty(), OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long usedBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc(); // what the first one only queued for finalisation
        return memory.getHeapMemoryUsage().getUsed();
    }
}
