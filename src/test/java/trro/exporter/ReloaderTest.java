package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import trro.exporter.config.ConfigLoader;
import trro.exporter.config.ExporterConfig;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.support.FakeTime;
import trro.exporter.support.TestConfigs;

class ReloaderTest {

    private static final ExporterConfig CONFIG =
            TestConfigs.of(URI.create("http://127.0.0.1:1"), Optional.empty(), TestConfigs.HOURS_EVERY_SECOND);

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<ExporterConfig> swapped = new ArrayList<>();
    private volatile Reloader.Source source = () -> CONFIG;
    private volatile Reloader.Swap swap = swapped::add;
    private final Reloader reloader =
            new Reloader(() -> source.read(), config -> swap.to(config), new ExporterMetrics(registry), time);

    @AfterEach
    void close() {
        reloader.close();
    }

    private static Optional<String> get(CompletableFuture<Optional<String>> reload) throws Exception {
        return reload.get(60, TimeUnit.SECONDS);
    }

    private double successful() {
        return registry.get("trro_config_last_reload_successful").gauge().value();
    }

    @Test
    void aGoodConfigurationIsPutInForce() throws Exception {
        assertThat(get(reloader.reload())).isEmpty();

        assertThat(swapped).containsExactly(CONFIG);
        assertThat(successful()).isEqualTo(1);
        assertThat(registry.get("trro_config_last_reload_success_timestamp_seconds")
                        .gauge()
                        .value())
                .isEqualTo((double) time.now().getEpochSecond());
    }

    @Test
    void aBadOneChangesNothingAndSaysWhy() throws Exception {
        source = () -> ConfigLoader.FORMAT.parse("accounts: 7", Path.of("trro.yml"), Map.of());

        assertThat(get(reloader.reload()).orElseThrow()).contains("trro.yml:1: accounts");

        assertThat(swapped).isEmpty();
        assertThat(successful()).isZero();
        assertThat(reloader.refused().orElseThrow().at()).isEqualTo(time.now());
        assertThat(reloader.refused().orElseThrow().reason()).contains("trro.yml:1: accounts");
        source = () -> CONFIG;
        assertThat(get(reloader.reload())).isEmpty();
        assertThat(successful()).isEqualTo(1);
        assertThat(reloader.refused()).isEmpty();
    }

    @Test
    void aDefectChangesNothingAndTheNextOneWorks() throws Exception {
        swap = config -> {
            throw new IllegalStateException("defect");
        };
        assertThat(get(reloader.reload()))
                .hasValueSatisfying(why -> assertThat(why).contains("defect"));
        assertThat(successful()).isZero();

        swap = swapped::add;
        assertThat(get(reloader.reload())).isEmpty();
    }

    @Test
    void aStormEndsWithTheLastConfigurationAndFewReadings() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> readings = new ArrayList<>();
        List<String> file = new ArrayList<>(List.of("first"));
        source = () -> {
            synchronized (file) {
                readings.add(file.get(0));
            }
            return CONFIG;
        };
        swap = config -> {
            begun.countDown();
            goOn.await();
        };
        List<CompletableFuture<Optional<String>>> all = new ArrayList<>(List.of(reloader.reload()));
        begun.await();
        for (int i = 0; i < 50; i++) {
            synchronized (file) {
                file.set(0, "storm " + i);
            }
            all.add(reloader.reload());
        }

        goOn.countDown();

        for (CompletableFuture<Optional<String>> each : all) {
            assertThat(get(each)).isEmpty();
        }
        assertThat(readings).containsExactly("first", "storm 49");
    }

    @Test
    void afterTheEndNobodyWaitsForEver() throws Exception {
        reloader.close();

        assertThat(get(reloader.reload())).hasValue("this program stops");
    }
}
