package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Pages;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.VendorSample;
import trro.exporter.time.SystemTime;

/** The three ways to a reload, as an operator goes them. */
@Slow
class ReloadProcessTest {

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
                Pages pages = Pages.of(run);
                awaitProject(pages, "one");

                write(trro, "two");
                run.signal("HUP");
                awaitProject(pages, "two");
                assertThat(pages.get("/metrics").body()).doesNotContain("project_id=\"one\"");

                write(trro, "three");
                assertThat(pages.send("POST", "/-/reload").statusCode()).isEqualTo(200);
                awaitProject(pages, "three");

                write("accounts: nonsense\n");
                run.awaitOutput(
                        "level=error logger=Reloader msg=\"the configuration could not be reloaded;[^\n]*accounts");
                assertThat(successful(pages)).isZero();
                HttpResponse<String> refused = pages.send("PUT", "/-/reload");
                assertThat(refused.statusCode()).isEqualTo(500);
                assertThat(refused.body()).contains("trro.yml:1: accounts");
                assertThat(pages.get("/").body()).contains("could not be reloaded", "trro.yml:1: accounts");
                awaitProject(pages, "three");

                write(trro, "four"); // and the watch sees it
                awaitProject(pages, "four");
                await().untilAsserted(() -> assertThat(successful(pages)).isEqualTo(1)); // told when all is done

                run.terminate();
                assertThat(run.awaitExit(PATIENCE)).isZero();
            }
        }
    }

    @Test
    void withoutTheFlagsTheFileIsReadOnHangUpAlone() throws Exception {
        try (StandInTrro trro = new StandInTrro(new SystemTime())) {
            trro.answer("one", VendorSample::answer);
            write(trro, "one");
            try (ChildProcess run = start()) {
                Pages pages = Pages.of(run);
                awaitProject(pages, "one");

                HttpResponse<String> forbidden = pages.send("POST", "/-/reload");

                assertThat(forbidden.statusCode()).isEqualTo(403);
                assertThat(forbidden.body()).contains("--web.enable-lifecycle");
                run.signal("HUP");
                run.awaitOutput("the configuration was read again; it is good, and the one in force");
            }
        }
    }

    /** Whoever opened it would wait until somebody writes into it, and so would every reload after that one. */
    @Test
    void aPipeInPlaceOfAFileIsRefusedAndNobodyWaitsForIt() throws Exception {
        try (StandInTrro trro = new StandInTrro(new SystemTime())) {
            trro.answer("one", VendorSample::answer);
            write(trro, "one");
            Path web = Files.writeString(folder.resolve("web.yml"), "rate_limit: { interval: 1ms, burst: 1000 }\n");
            try (ChildProcess run = start("--web.enable-lifecycle", "--web.config.file=" + web)) {
                Pages pages = Pages.of(run);
                awaitProject(pages, "one");

                for (String file : new String[] {"trro.yml", "web.yml"}) {
                    Files.delete(folder.resolve(file));
                    Process mkfifo = new ProcessBuilder("mkfifo", file)
                            .directory(folder.toFile())
                            .start();
                    assertThat(mkfifo.waitFor()).isZero();
                }
                HttpResponse<String> refused = pages.send("POST", "/-/reload");
                assertThat(refused.statusCode()).isEqualTo(500);
                assertThat(refused.body()).contains("trro.yml: cannot be read (it is no file)");
                await().until(() -> pages.metrics().value("trro_web_config_last_reload_successful") == 0);

                trro.answer("two", VendorSample::answer);
                write(trro, "two");
                write("web.yml", "rate_limit: { interval: 1ms, burst: 1000 }\n");
                assertThat(pages.send("POST", "/-/reload").statusCode()).isEqualTo(200);
                await().until(() -> pages.metrics().value("trro_web_config_last_reload_successful") == 1);
                awaitProject(pages, "two");
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

    private void write(StandInTrro trro, String project) throws IOException {
        write("""
                intervals: { hour: {} }
                accounts:
                  - endpoint: %s
                    projects: [{ id: %s }]
                """.formatted(trro.uri(), project));
    }

    /** At once, since somebody watches the file. */
    private void write(String text) throws IOException {
        write("trro.yml", text);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve("next"), text);
        Files.move(folder.resolve("next"), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitProject(Pages pages, String project) {
        await().untilAsserted(
                        () -> assertThat(pages.metrics().startingWith("trro_up").keySet())
                                .containsExactly("trro_up{project_id=\"" + project + "\"}"));
    }

    private double successful(Pages pages) throws IOException, InterruptedException {
        return pages.metrics().value("trro_config_last_reload_successful");
    }
}
