package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.VendorSample;
import trro.exporter.time.SystemTime;

/** The three ways to a reload, as an operator goes them. */
@Slow
class ReloadProcessTest {

    private static final Duration BOUND = Duration.ofSeconds(15);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aHangUpTheFlagAndTheWatchedFileReloadAndABadFileKeepsTheOldOne() throws Exception {
        try (StandInTrro trro = new StandInTrro(new SystemTime())) {
            for (String project : new String[] {"one", "two", "three", "four"}) {
                trro.answer(project, VendorSample::answer);
            }
            write(trro, "one");
            try (ChildProcess run = start(
                    "--web.enable-lifecycle", "--config.enable-auto-reload", "--config.auto-reload-interval=1s")) {
                String url = url(run);
                awaitProject(url, "one");

                write(trro, "two");
                run.signal("HUP");
                awaitProject(url, "two");
                assertThat(send("GET", url + "/metrics").body()).doesNotContain("project_id=\"one\"");

                write(trro, "three");
                assertThat(send("POST", url + "/-/reload").statusCode()).isEqualTo(200);
                awaitProject(url, "three");

                Files.writeString(folder.resolve("next"), "accounts: nonsense\n");
                Files.move(folder.resolve("next"), folder.resolve("trro.yml"), StandardCopyOption.REPLACE_EXISTING);
                run.awaitOutput(
                        "level=error logger=Reloader msg=\"the configuration could not be reloaded;[^\n]*accounts");
                assertThat(successful(url)).isZero();
                HttpResponse<String> refused = send("PUT", url + "/-/reload");
                assertThat(refused.statusCode()).isEqualTo(500);
                assertThat(refused.body()).contains("trro.yml:1: accounts");
                assertThat(send("GET", url + "/").body()).contains("could not be reloaded", "trro.yml:1: accounts");
                awaitProject(url, "three");

                write(trro, "four"); // and the watch sees it
                awaitProject(url, "four");
                assertThat(successful(url)).isEqualTo(1);

                run.terminate();
                assertThat(run.awaitExit(BOUND)).isZero();
            }
        }
    }

    @Test
    void withoutTheFlagsTheFileIsReadOnHangUpAlone() throws Exception {
        try (StandInTrro trro = new StandInTrro(new SystemTime())) {
            trro.answer("one", VendorSample::answer);
            write(trro, "one");
            try (ChildProcess run = start()) {
                String url = url(run);
                awaitProject(url, "one");

                HttpResponse<String> forbidden = send("POST", url + "/-/reload");

                assertThat(forbidden.statusCode()).isEqualTo(403);
                assertThat(forbidden.body()).contains("--web.enable-lifecycle");
                run.signal("HUP");
                run.awaitOutput("the configuration was read again; it is good, and the one in force");
            }
        }
    }

    private ChildProcess start(String... flags) throws IOException {
        String[] args = new String[flags.length + 2];
        args[0] = "--config.file=" + folder.resolve("trro.yml");
        args[1] = "--web.listen-address=127.0.0.1:0";
        System.arraycopy(flags, 0, args, 2, flags.length);
        return ChildProcess.ofMain(folder, StandInKey.PERMANENT.environment(), args);
    }

    private static String url(ChildProcess run) {
        return "http://127.0.0.1:"
                + run.awaitOutput("msg=listening port=(\\d+)").group(1);
    }

    private void write(StandInTrro trro, String project) throws IOException {
        Files.writeString(folder.resolve("trro.yml"), """
                intervals: { hour: {} }
                accounts:
                  - endpoint: %s
                    projects: [{ id: %s }]
                """.formatted(trro.uri(), project));
    }

    private void awaitProject(String url, String project) {
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(
                                new ScrapedPage(send("GET", url + "/metrics").body())
                                        .startingWith("trro_up")
                                        .keySet())
                        .containsExactly("trro_up{project_id=\"" + project + "\"}"));
    }

    private double successful(String url) throws IOException, InterruptedException {
        return new ScrapedPage(send("GET", url + "/metrics").body()).value("trro_config_last_reload_successful");
    }

    private HttpResponse<String> send(String method, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(BOUND)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
