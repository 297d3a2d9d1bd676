package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.Ballast;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Pages;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestCertificate;
import trro.exporter.support.VendorSample;
import trro.exporter.time.SystemTime;

/** What the machine withholds from a real process: room on a disk, files, memory, names. */
@Slow
class MachineFaultsTest {

    private static final int DEVICES = 60;
    private static final String NEWEST = "trro_project_last_success_timestamp_seconds";

    private final StandInTrro trro = new StandInTrro(new SystemTime());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void answer() {
        trro.limit(Integer.MAX_VALUE);
        trro.answer("abcdefg", VendorSample::answer);
    }

    @AfterEach
    void close() {
        trro.close();
    }

    @Test
    void aFileSystemThatTakesNoMoreCostsTheSavingAlone() throws Exception {
        String storage = "--storage.path=" + folder.resolve("state");
        try (ChildProcess run = ChildProcess.limited(
                "-f 3", folder, environment(Map.of()), args(trro.uri().toString(), storage))) {
            Pages pages = Pages.of(run);
            await().until(() ->
                    pages.metrics().startingWith("trro_device_last_success").size() == DEVICES);

            await().until(() -> pages.metrics().value("trro_storage_failures_total") > 0);
            double newest = newest(pages);

            await().until(() -> newest(pages) > newest);
            assertThat(pages.get("/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoHoldsAllFilesStopsNoPollAndIsToldInOneLine() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (ChildProcess run = ChildProcess.limited(
                "-n 256", folder, environment(Map.of()), args(trro.uri().toString()))) {
            Pages pages = Pages.of(run);
            await().until(() -> newest(pages) > 0);
            for (int i = 0; i < 300; i++) {
                idle.add(new Socket(
                        InetAddress.getLoopbackAddress(),
                        URI.create(pages.url()).getPort()));
            }
            int asked = trro.arrivals();
            await().until(() -> run.err().contains("a connection could not be accepted"));
            await().until(() -> trro.arrivals() > asked + 40);
            double newest = newest(pages);

            await().until(() -> newest(pages) > newest);
            assertThat(run.err().lines().filter(line -> line.contains("could not be accepted")))
                    .hasSize(1)
                    .allMatch(line -> line.contains("Too many open files") && line.contains("ulimit -n"));
            assertThat(run.err()).doesNotContain("\tat ").doesNotContain("level=error");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void aScrapeForWhichThereIsNoMemoryEndsTheProcessWith3() throws Exception {
        Path signal = folder.resolve("fill");
        List<Socket> scrapers = new ArrayList<>();
        try (ChildProcess run = ChildProcess.ofMain(
                folder,
                environment(Map.of("JAVA_TOOL_OPTIONS", "-Xmx48m " + Ballast.option(folder, signal))),
                args(trro.uri().toString()))) {
            Pages pages = Pages.of(run);
            await().until(() -> newest(pages) > 0);
            Files.createFile(signal);
            await().until(() -> !Files.exists(signal));
            int asked = trro.arrivals();
            await().until(() -> trro.arrivals() > asked + 40 || !run.isAlive());
            assertThat(run.isAlive())
                    .as("there is enough for all else: %s", run.err())
                    .isTrue();

            scrapeUntilItEnds(URI.create(pages.url()).getPort(), scrapers);

            assertThat(run.awaitExit(PATIENCE)).isEqualTo(3);
            assertThat(run.err()).containsOnlyOnce("out of memory");
        } finally {
            for (Socket scraper : scrapers) {
                scraper.close();
            }
        }
    }

    /** Up to 64 scrapes at once, of which the first few may be too many. */
    private static void scrapeUntilItEnds(int port, List<Socket> scrapers) {
        try {
            while (scrapers.size() < 64) {
                scrapers.add(new Socket(InetAddress.getLoopbackAddress(), port));
                scrapers.get(scrapers.size() - 1)
                        .getOutputStream()
                        .write("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            return; // it has ended; its exit code is what counts
        }
    }

    @Test
    void aNameThatIsGoneIsAskedAgainUntilItIsBack() throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 other.example\n");
        TestCertificate authority = TestCertificate.ofServer();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.certificate());
        Path store = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            trusted.store(out, "changeit".toCharArray());
        }
        String options = ("-Djdk.net.hosts.file=%s -Dsun.net.inetaddr.negative.ttl=0"
                        + " -Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=changeit")
                .formatted(hosts, store);
        Map<String, String> environment = environment(Map.of("JAVA_TOOL_OPTIONS", options));
        FaultyLine line = new FaultyLine(trro.uri());
        line.serveTls(authority.issue("trro", "DNS:trro.example").serving());
        try (ChildProcess run = ChildProcess.ofMain(folder, environment, args("https://trro.example:" + line.port()))) {
            Pages pages = Pages.of(run);
            await().until(() -> calls(pages, "Network") > 0);
            await().untilAsserted(
                            () -> { // a call is counted before it is judged
                                assertThat(run.err()).contains("trro.example").contains("cannot be resolved");
                                assertThat(pages.metrics()
                                                .startingWith("trro_up{")
                                                .values())
                                        .containsOnly(0.0);
                            });

            Files.writeString(hosts, "127.0.0.1 trro.example\n");

            await().until(() -> newest(pages) > 0);
            await().untilAsserted(() -> assertThat(
                            pages.metrics().startingWith("trro_up{").values())
                    .contains(1.0));
        } finally {
            line.close();
        }
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(StandInKey.PERMANENT.environment());
        all.putAll(more);
        return all;
    }

    private String[] args(String endpoint, String... more) throws IOException {
        String devices = IntStream.range(0, DEVICES)
                .mapToObj(number -> "device-" + number)
                .collect(Collectors.joining(", "));
        Path file = Files.writeString(folder.resolve("trro.yml"), """
                intervals: { hour: { poll_interval: 10s } }
                accounts:
                  - endpoint: %s
                    requests_per_second: 20
                    projects: [{ id: abcdefg, devices: [%s] }]
                """.formatted(endpoint, devices));
        List<String> args =
                new ArrayList<>(List.of("run", "--web.listen-address=127.0.0.1:0", "--config.file=" + file));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    /** The moment of the latest answer, as the page has it. */
    private double newest(Pages pages) throws IOException, InterruptedException {
        return pages.metrics().startingWith(NEWEST).values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private double calls(Pages pages, String code) throws IOException, InterruptedException {
        return pages.metrics().startingWith("trro_api_requests_total").entrySet().stream()
                .filter(series -> series.getKey().contains("code=\"" + code + "\""))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
