package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReloadRouteTest {

    private final AtomicInteger reloads = new AtomicInteger();

    private TestServer server(WebSettings.Lifecycle lifecycle, Optional<String> problem) throws ListenException {
        TestServer server = TestServer.start(lifecycle);
        server.reload = () -> {
            reloads.incrementAndGet();
            return CompletableFuture.completedFuture(problem);
        };
        return server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void reloadsWhereItIsEnabled(String method) throws Exception {
        try (TestServer server = server(WebSettings.Lifecycle.OPEN, Optional.empty())) {
            HttpResponse<String> response = server.ask(method, "/-/reload");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("the configuration is reloaded\n");
            assertThat(reloads).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void isForbiddenElseAndNamesTheFlag(String method) throws Exception {
        try (TestServer server = server(WebSettings.Lifecycle.CLOSED, Optional.empty())) {
            HttpResponse<String> response = server.ask(method, "/-/reload");

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body())
                    .isEqualTo("reload over HTTP is not enabled; start with --web.enable-lifecycle\n");
            assertThat(reloads).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE"})
    void takesNoOtherMethod(String method) throws Exception {
        try (TestServer server = server(WebSettings.Lifecycle.OPEN, Optional.empty())) {
            HttpResponse<String> response = server.ask(method, "/-/reload");

            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow").orElse("")).contains("POST", "PUT");
            assertThat(reloads).hasValue(0);
        }
    }

    @Test
    void aBadConfigurationIs500WithTheReason() throws Exception {
        try (TestServer server =
                server(WebSettings.Lifecycle.OPEN, Optional.of("trro.yml:1: accounts: is\ntrro.yml:2: b"))) {
            HttpResponse<String> response = server.ask("POST", "/-/reload");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body())
                    .isEqualTo("failed to reload the configuration, the one before stays in force:"
                            + " trro.yml:1: accounts: is trro.yml:2: b\n");
        }
    }

    @Test
    void whoLeavesBeforeTheEndHarmsNobody() throws Exception {
        try (TestServer server = TestServer.start(WebSettings.Lifecycle.OPEN)) {
            CompletableFuture<Optional<String>> slow = new CompletableFuture<>();
            server.reload = () -> {
                reloads.incrementAndGet();
                return slow;
            };
            try (Socket socket = server.socket()) {
                socket.getOutputStream()
                        .write("POST /-/reload HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                await().until(() -> reloads.get() == 1);
            }
            slow.complete(Optional.empty());

            assertThat(server.ask("POST", "/-/reload").statusCode()).isEqualTo(200);
        }
    }
}
