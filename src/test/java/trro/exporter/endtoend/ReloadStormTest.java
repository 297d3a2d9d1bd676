package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.Defaults;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.support.CapturedCalls;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.SlidingSecond;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestConfigs;
import trro.exporter.support.VendorSample;

/** Storms of reloads over real HTTP, with two TRROs of which one counts in the kernel. */
@Slow
class ReloadStormTest {

    private static final String ACTION = "DescribeSessionStatisticsByInterval";
    private static final int LIMIT = 10;
    private static final int RELOADS = 50;
    private static final int STORMS = 4;

    private final Set<Thread> ofOthers = Thread.getAllStackTraces().keySet();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void endsWithTheLastConfigurationAndLeavesNothingBehind() throws Exception {
        ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
        try (StandInTrro here = new StandInTrro(time);
                StandInTrro there = new StandInTrro(time);
                CapturedCalls calls = CapturedCalls.to(here.uri().getPort(), folder)) {
            for (StandInTrro trro : List.of(here, there)) {
                trro.limit(Integer.MAX_VALUE);
                trro.answer("abcdefg", VendorSample::answer);
            }
            AtomicReference<ExporterConfig> file = new AtomicReference<>(config(here.uri(), 0));
            try (RunningExporter exporter = RunningExporter.start(file.get(), file::get, StandInKey.PERMANENT, time)) {
                await().until(() -> here.arrivals() >= 2 * LIMIT);
                storm(exporter, file, here.uri(), there.uri());
                List<Long> threads = new ArrayList<>();
                double files = files(exporter);
                List<Integer> series = new ArrayList<>();
                for (int i = 0; i < STORMS; i++) {
                    storm(exporter, file, here.uri(), there.uri());
                    threads.add(loops());
                    series.add(exporter.scrape()
                            .startingWith("trro_api_requests_total")
                            .size());
                }

                assertThat(exporter.get("/config").body()).contains("name: main-" + RELOADS + "\n");
                assertThat(threads).as("one for each loop of one account").containsOnly(threads.get(0));
                await("connections that are used no more are closed") // of each storm as many as its machine was slow
                        .untilAsserted(() -> assertThat(files(exporter)).isLessThan(files + 20));
                assertThat(series).allSatisfy(number -> assertThat(number).isLessThanOrEqualTo(3));
                assertThat(exporter.scrape()
                                .startingWith("trro_api_budget_requests_per_second")
                                .keySet())
                        .allMatch(budget -> budget.contains("account=\"main-" + RELOADS + "\""));
                assertThat(exporter.scrape().value("trro_config_last_reload_successful"))
                        .isEqualTo(1);
                int before = here.arrivals();
                await().until(() -> here.arrivals() >= before + LIMIT);
            }
            assertThat(SlidingSecond.most(calls.arrivals(ACTION, here.arrivals())))
                    .isLessThanOrEqualTo(LIMIT);
        }
    }

    /** Fifty changes within a second, each told, of which every other one leads elsewhere. */
    private static void storm(RunningExporter exporter, AtomicReference<ExporterConfig> file, URI here, URI there)
            throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 1; i <= RELOADS; i++) {
            file.set(config(i % 2 == 0 ? here : there, i));
            answers.add(exporter.reload());
            await().pollDelay(Duration.ofMillis(15)).until(() -> true);
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    private static double files(RunningExporter exporter) {
        return exporter.scrape().value("process_files_open_files");
    }

    /** The number of loops once those of configurations before have ended, which may take them a moment. */
    private long loops() {
        return await().until(
                        this::threads,
                        names -> names.stream()
                                .allMatch(name -> !name.contains("-main-") || name.endsWith("-main-" + RELOADS)))
                .size();
    }

    /** Without those that other tests of this process have left, which end when they like. */
    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !ofOthers.contains(thread))
                .map(Thread::getName)
                .filter(name ->
                        name.contains("-main-") || name.startsWith("reload") || name.endsWith("SelectorManager"))
                .toList();
    }

    private static ExporterConfig config(URI endpoint, int number) {
        List<String> devices = IntStream.range(number, number + 60)
                .mapToObj(each -> "device-" + each)
                .toList();
        AccountConfig account = new AccountConfig(
                "main-" + number,
                endpoint,
                Optional.empty(),
                new CredentialsConfig.Env(),
                LIMIT,
                List.of(new ProjectConfig("abcdefg", devices)));
        return new ExporterConfig(
                Defaults.TIME_ZONE,
                Defaults.SETTLE_TIME,
                Defaults.MAX_AGE,
                TestConfigs.HOURS_EVERY_SECOND,
                List.of(account));
    }
}
