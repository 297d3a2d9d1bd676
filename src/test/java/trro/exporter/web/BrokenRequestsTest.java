package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import trro.exporter.support.FakeTime;

class BrokenRequestsTest {

    @Test
    void areCountedAndToldOnceAnHourWithoutAWordOfTheirs() throws Exception {
        try (TestServer server = TestServer.start();
                LogCapture log = new LogCapture()) {
            ask(server, "GET / HTTP/1.1\r\nHost: a\r\nHost: word\r\n\r\n");
            ask(server, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
            ask(server, "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            awaitLines(server, log, 1);
            ask(server, "WORD\r\n\r\n");
            ask(server, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "word".repeat(4000) + "\r\n\r\n");
            assertThat(told(log)).isEqualTo(1);

            server.time.advance(BrokenRequests.BETWEEN_LINES);
            awaitLines(server, log, 2);

            assertThat(server.brokenRequests()).isEqualTo(5);
            assertThat(log.lines().stream()
                            .map(line -> line.replaceFirst("^.*requests=\"([0-9]+)\".*$|^.*$", "0$1"))
                            .mapToInt(Integer::parseInt)
                            .sum())
                    .isEqualTo(5);
            assertThat(log.lines().stream().filter(line -> line.startsWith("INFO ")))
                    .as("of ours; the command line turns off Jetty's, which quote clients")
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("word"));
        }
    }

    @Test
    void anHourWithoutAnyHasNoLine() {
        FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
        BrokenRequests broken = new BrokenRequests(time);
        try (LogCapture log = new LogCapture()) {
            broken.check();
            time.advance(BrokenRequests.BETWEEN_LINES);
            broken.check();

            assertThat(log.lines()).isEmpty();
        }
    }

    private static void ask(TestServer server, String request) throws Exception {
        assertThat(server.raw(request)).startsWith("HTTP/1.1 4").doesNotContainIgnoringCase("word");
    }

    /** The server looks several times a second. */
    private static void awaitLines(TestServer server, LogCapture log, long lines) throws Exception {
        while (told(log) < lines) {
            assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    private static long told(LogCapture log) {
        return log.lines().stream()
                .filter(line -> line.contains("could not be read"))
                .count();
    }
}
