package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trro.exporter.support.FleetBuilder.device;
import static trro.exporter.support.FleetBuilder.project;

import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.FleetBuilder;

class WebServerTest {

    private TestServer server;

    @BeforeEach
    void start() throws ListenException {
        server = TestServer.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void isHealthyUntilTheProbeSaysOtherwise() throws Exception {
        HttpResponse<String> healthy = server.get("/-/healthy");
        server.health = () -> Optional.of("polling of account main\nstopped 90 s ago");
        HttpResponse<String> ill = server.get("/-/healthy");

        assertThat(healthy.statusCode()).isEqualTo(200);
        assertThat(healthy.body()).isEqualTo("trro-exporter is healthy.\n");
        assertThat(healthy.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(healthy.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(ill.statusCode()).isEqualTo(503);
        assertThat(ill.body()).isEqualTo("trro-exporter is not healthy: polling of account main stopped 90 s ago\n");
    }

    @Test
    void isReadyWhenEveryProjectWasAnswered() throws Exception {
        HttpResponse<String> waiting = server.get("/-/ready");
        server.fleet.answered(project("p"), 1, 1);
        HttpResponse<String> ready = server.get("/-/ready");

        assertThat(waiting.statusCode()).isEqualTo(503);
        assertThat(waiting.body())
                .isEqualTo("trro-exporter is not ready: waiting for the first answer of 1 of 1 projects:"
                        + " p (no answer yet)\n");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("trro-exporter is ready.\n");
    }

    @Test
    void showsTheStatusPageUnderAStrictPolicy() throws Exception {
        HttpResponse<String> page = server.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<bdi>p</bdi>", "href=\"metrics\"", "href=\"status.css?v=0.1.0\"");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
                        + " frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void filtersTheStatusPageByItsAddress() throws Exception {
        server.fleet = new FleetBuilder(server.time, project("p"), device("p", "trück"))
                .failed(device("p", "trück"), "Timeout", "slow");

        String page = server.get("/?q=TR%C3%9CCK&state=failed&page=1").body();

        assertThat(page).contains("Targets: 1 to 1 of 1", "<bdi>trück</bdi>", "value=\"TRÜCK\"");
    }

    @Test
    void refusesAQueryThatMakesNoSense() throws Exception {
        HttpResponse<String> response = server.get("/?state=broken");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("state is none of answered, late, failed, not-asked\n");
    }

    @Test
    void servesTheStyleOfThePage() throws Exception {
        HttpResponse<String> style = server.get("/status.css?v=0.1.0");

        assertThat(style.body()).contains("prefers-color-scheme: dark");
        assertThat(style.headers().firstValue("Content-Type")).hasValue("text/css; charset=utf-8");
        assertThat(style.headers().firstValue("Cache-Control")).hasValue("max-age=3600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/-/healthy", "/", "/status.css", "/config"})
    void refusesOtherMethodsAndNamesTheRightOnes(String path) throws Exception {
        for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"}) {
            HttpResponse<String> response = server.ask(method, path, "Accept", "text/html");

            assertThat(response.statusCode()).as(method).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
            assertThat(response.body()).isEqualTo("method not allowed; use GET, HEAD\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/status.css", "/config", "/-/healthy", "/-/ready"})
    void answersHeadLikeGetWithoutABody(String path) throws Exception {
        HttpResponse<String> get = server.get(path);
        HttpResponse<String> head = server.ask("HEAD", path);

        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"));
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/metrics/", "/METRICS", "/favicon.ico", "/-/quit"})
    void namesTheKnownPathsForOthers(String path) throws Exception {
        HttpResponse<String> response = server.get(path, "Accept", "text/html");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("not found; known paths: /, /metrics, /config, /-/healthy, /-/ready, /-/reload\n");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void servesTheMetricsWhereItIsTold() throws Exception {
        try (TestServer other = TestServer.start("/a/b")) {
            assertThat(other.get("/a/b").body()).isEqualTo(FakeExposition.METRICS);
            assertThat(other.get("/").body()).contains("href=\"a/b\"");
            assertThat(other.get("/metrics").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void answersADefectPlainlyAndLogsTheFirst() throws Exception {
        server.health = () -> {
            throw new IllegalStateException("a defect");
        };

        try (LogCapture log = new LogCapture()) {
            HttpResponse<String> response = server.get("/-/healthy");
            server.get("/-/healthy");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).isEqualTo("internal error; see the log of trro-exporter\n");
            assertThat(log.lines())
                    .containsExactly("ERROR a defect of this program ended a request; more of them are not logged");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /a/%2e%2e/metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "NONSENSE\r\n\r\n"
            })
    void answersABrokenRequestInOnePlainLine(String request) throws Exception {
        assertThat(server.raw(request))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("\r\n400 Bad Request\n")
                .doesNotContainIgnoringCase("jetty", "<html");
    }

    @Test
    void refusesEndlessHeaders() throws Exception {
        String answer = server.raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(9000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431 ").endsWith("\r\n431 Request Header Fields Too Large\n");
    }

    @Test
    void saysWhatToDoWhenTheAddressIsTaken() {
        ListenAddress taken = new ListenAddress("127.0.0.1", server.port());

        assertThatThrownBy(() -> startOn(taken))
                .isExactlyInstanceOf(ListenException.class)
                .hasMessage("address " + taken
                        + " is in use; stop the other process or choose another with --web.listen-address");
    }

    @Test
    void saysWhatToDoWhenTheAddressIsOfAnotherMachine() {
        assertThatThrownBy(() -> startOn(new ListenAddress("192.0.2.1", 10205)))
                .isExactlyInstanceOf(ListenException.class)
                .hasMessage("address 192.0.2.1:10205 is not of this machine;"
                        + " use :10205 for all addresses in --web.listen-address");
    }

    @Test
    void saysWhatToDoWhenTheHostIsUnknown() {
        assertThatThrownBy(() -> startOn(new ListenAddress("nowhere.invalid", 10205)))
                .isExactlyInstanceOf(ListenException.class)
                .hasMessage("address nowhere.invalid:10205 has an unknown host;"
                        + " correct the name \"nowhere.invalid\" in --web.listen-address");
    }

    private void startOn(ListenAddress address) throws ListenException {
        WebServer.Parts parts = new WebServer.Parts(
                server.exposition,
                Optional::empty,
                Optional::empty,
                () -> server.fleet.status(),
                WebServer.Picture.NONE,
                () -> server.reload.get(),
                server.time);
        try (WebServer other = new WebServer(new WebSettings(address, "/metrics"), parts)) {
            other.start();
        }
    }
}
