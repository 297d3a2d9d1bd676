package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Jetty and Javalin could do besides, and must not: it would be reachable by everyone and read by nobody. */
class UnusedPathsTest {

    private static final String UPGRADE = String.join(
            "\r\n",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");

    private TestServer server;

    @BeforeEach
    void start() throws ListenException {
        server = TestServer.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/, 200", "/metrics, 200", "/-/healthy, 200", "/nothing, 404"})
    void aWebSocketIsNeverOpenedAndLeavesNoSession(String path, int status) throws Exception {
        String answer = send("GET " + path + " HTTP/1.1", UPGRADE);

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .doesNotContainIgnoringCase("Set-Cookie", "JSESSIONID");
    }

    @Test
    void aSessionThatTheClientNamesIsNotTakenUp() throws Exception {
        assertThat(send("GET /metrics HTTP/1.1", "Cookie: JSESSIONID=node0abc.node0\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("JSESSIONID");
        assertThat(send("GET /metrics;jsessionid=node0abc HTTP/1.1", ""))
                .startsWith("HTTP/1.1 404 ")
                .doesNotContain("JSESSIONID");
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE / HTTP/1.1, 405",
        "OPTIONS / HTTP/1.1, 405",
        "OPTIONS * HTTP/1.1, 404",
        "GET http://example.com/nothing HTTP/1.1, 400",
        "GET /webjars/a.js HTTP/1.1, 404",
        "GET /favicon.ico HTTP/1.1, 404",
        "GET /error HTTP/1.1, 404",
        "GET /WEB-INF/web.xml HTTP/1.1, 404",
        "GET /META-INF/MANIFEST.MF HTTP/1.1, 404"
    })
    void whatIsNotOursIsNotThere(String request, int status) throws Exception {
        String answer = send(request, "X-Secret: word\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .doesNotContainIgnoringCase("jetty", "javalin", "<html", "X-Secret", "Set-Cookie");
    }

    /** Jetty leaves the connection open after it, for a tunnel; where Host is another name it refuses it by itself. */
    @ParameterizedTest
    @CsvSource({"a:443, 405", "a, 400"})
    void aTunnelIsNotDug(String host, int status) throws Exception {
        try (Socket socket = server.socket()) {
            socket.getOutputStream()
                    .write(("CONNECT a:443 HTTP/1.1\r\nHost: " + host + "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 " + status);
        }
    }

    @Test
    void http2IsNotSpoken() throws Exception {
        assertThat(server.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).doesNotStartWith("HTTP/2");
        assertThat(send(
                        "GET / HTTP/1.1",
                        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    /** Closing is asked for in a header of its own, since HTTP joins several of one name. */
    private String send(String request, String headers) throws Exception {
        return server.raw(request + "\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n");
    }
}
