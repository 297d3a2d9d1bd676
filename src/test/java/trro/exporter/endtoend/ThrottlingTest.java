package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.Reply;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestConfigs;
import trro.exporter.support.VendorSample;

/** Others use up the limit that the account shares. */
@Slow
class ThrottlingTest {

    private static final String ACTION = "action=\"DescribeSessionStatisticsByInterval\"";
    private static final String BUDGET = "trro_api_budget_requests_per_second{account=\"main\"," + ACTION + "}";
    private static final String CUT =
            "trro_api_requests_total{account=\"main\"," + ACTION + ",code=\"RequestLimitExceeded\"}";
    private static final double FULL_PACE = 20 / 1.030;

    @Test
    void aStormOfThrottlingSlowsThePaceAndLosesNothing() throws Exception {
        ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
        AtomicBoolean storm = new AtomicBoolean();
        StandInTrro.Script script =
                question -> storm.get() ? Reply.error("RequestLimitExceeded") : VendorSample.answer(question);
        try (StandInTrro trro = new StandInTrro(time);
                RunningExporter exporter = start(trro, script, time)) {
            await().untilAsserted(() -> assertThat(lastSuccesses(exporter)).hasSize(8));
            assertThat(exporter.scrape().value(BUDGET)).isBetween(FULL_PACE * 0.999, FULL_PACE * 1.001);

            storm.set(true);
            ScrapedPage cut = await().until(exporter::scrape, page -> page.value(BUDGET) < FULL_PACE * 0.6);
            storm.set(false);
            double stormOver = time.now().toEpochMilli() / 1000.0;
            assertThat(cut.value(CUT)).isPositive();

            await().untilAsserted(() ->
                    assertThat(lastSuccesses(exporter).values()).hasSize(8).allMatch(answered -> answered > stormOver));
            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                assertThat(page.value(BUDGET)).isGreaterThan(cut.value(BUDGET) * 1.1);
                assertThat(page.value("trro_up{project_id=\"abcdefg\"}")).isEqualTo(1);
            });
            assertThat(trro.cut()).isZero();
        }
    }

    private static RunningExporter start(StandInTrro trro, StandInTrro.Script script, ShiftedTime time)
            throws Exception {
        trro.answer("abcdefg", script);
        return RunningExporter.start(
                TestConfigs.of(
                        trro.uri(),
                        Optional.empty(),
                        Map.of(StatisticInterval.HOUR, Duration.ofSeconds(1)),
                        TestConfigs.project("abcdefg", "a", "b", "c", "d", "e", "f", "g")),
                StandInKey.PERMANENT,
                time);
    }

    private static Map<String, Double> lastSuccesses(RunningExporter exporter) {
        ScrapedPage page = exporter.scrape();
        Map<String, Double> all = page.startingWith("trro_device_last_success_timestamp_seconds");
        all.putAll(page.startingWith("trro_project_last_success_timestamp_seconds"));
        return all;
    }
}
