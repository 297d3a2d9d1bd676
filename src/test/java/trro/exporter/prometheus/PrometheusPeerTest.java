package trro.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.api.HttpTransport;
import trro.exporter.support.FakeTime;
import trro.exporter.support.LocalServer;
import trro.exporter.support.ScriptedServer;

/** A server that does not answer as Prometheus does is named with the next step, and no secret is told. */
class PrometheusPeerTest {

    private static final HttpTransport TRANSPORT = HttpTransport.create(Map.of());
    private static final Instant AT = Instant.parse("2026-11-22T08:00:00.5Z");
    private static final String ONE = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");

    private Peer peer(URI address, Optional<String> credentials) throws IOException {
        Optional<Path> file = Optional.empty();
        if (credentials.isPresent()) {
            file = Optional.of(Files.writeString(folder.resolve("credentials"), credentials.get()));
        }
        return new Peer("--prometheus", address.toString(), Map.of("X-Scope-OrgID", "fleet"), file, TRANSPORT);
    }

    private AbstractThrowableAssert<?, ?> failure(ScriptedServer server, Optional<String> credentials) {
        return assertThatThrownBy(() -> new Queries(peer(server.uri(), credentials)).at(AT, "up"))
                .isInstanceOf(PrometheusException.class);
    }

    @Test
    void theLatestSampleOfEachSeriesIsRead() throws Exception {
        String vector = "{\"metric\":{\"job\":\"trro\"},\"value\":[1795334400.5,\"3\"]}";
        String matrix = "{\"metric\":{},\"values\":[[1795334400,\"1\"],[1795334415.25,\"+Inf\"]]}";
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.json(ONE.formatted(vector)), ScriptedServer.json(ONE.formatted(matrix)))) {
            Queries queries = new Queries(peer(server.uri(), Optional.empty()));

            assertThat(queries.at(AT, "a{b=\"c\"}")).containsExactly(new Queries.Latest(Map.of("job", "trro"), AT, 3));
            assertThat(queries.at(AT, "up[1m]"))
                    .containsExactly(new Queries.Latest(
                            Map.of(), Instant.ofEpochMilli(1795334415250L), Double.POSITIVE_INFINITY));
            assertThat(server.received().get(0).path()).isEqualTo("/api/v1/query");
            assertThat(server.received().get(0).body()).isEqualTo("query=a%7Bb%3D%22c%22%7D&time=1795334400.500");
            assertThat(server.received().get(0).headers()).containsEntry("X-Scope-OrgID", "fleet");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"user:pa:ss | Basic dXNlcjpwYTpzcw==", "abc.def-1 | Bearer abc.def-1"})
    void credentialsComeFromAFileThatIsReadEachTime(String text, String header) throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.json(ONE.formatted("")))) {
            new Queries(peer(server.uri(), Optional.of(text + "\n"))).at(AT, "up");

            assertThat(server.received().get(0).headers()).containsEntry("Authorization", header);
        }
    }

    @Test
    void whoWantsAPasswordIsNamedWithTheOption() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.status(401, "Unauthorized"))) {
            String host = server.uri().getAuthority();

            failure(server, Optional.empty())
                    .hasMessage("--prometheus: " + host + " answers HTTP 401; give user:password, or a bearer token, by"
                            + " --remote.credentials-file");
            failure(server, Optional.of("user:geheim"))
                    .hasMessage("--prometheus: " + host + " answers HTTP 401; correct what is in "
                            + folder.resolve("credentials"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Grafana</html>", "{}", "", "{\"data\":{\"result\":[{\"metric\":{}}]}}"})
    void anAnswerOfSomethingElseIsNamed(String body) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.json(body))) {
            failure(server, Optional.empty()).hasMessageContaining(" does not answer as Prometheus does; the address");
        }
    }

    @Test
    void aRefusalIsQuotedOnOneLine() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.status(404, "404 page\nnot found"))) {
            failure(server, Optional.empty())
                    .hasMessageEndingWith(" answers HTTP 404 (404 page\\u000anot found); the address has to be that of"
                            + " Prometheus' first page");
        }
    }

    @Test
    void nobodyThereIsNamed() throws Exception {
        try (Socket refusing = LocalServer.refusingPort()) {
            String address = "127.0.0.1:" + refusing.getLocalPort();

            assertThatThrownBy(() -> new Queries(peer(URI.create("http://" + address), Optional.empty())).at(AT, "up"))
                    .isInstanceOf(PrometheusException.class)
                    .hasMessageStartingWith("--prometheus: " + address + " could not be connected to")
                    .hasMessageEndingWith("; run the same command again when it answers");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:9090 | --prometheus: no address of a server; write one such as http://localhost:9090",
                "http:// | --prometheus: no address of a server; write one such as http://localhost:9090",
                "http://u:geheim@host | --prometheus: the address holds a password, which others can read in the list"
                        + " of processes; give it by --remote.credentials-file"
            })
    void anAddressThatIsNoneIsNamedAndNotShown(String address, String message) {
        assertThatThrownBy(() -> new Peer("--prometheus", address, Map.of(), Optional.empty(), TRANSPORT))
                .isInstanceOf(PrometheusException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | is empty; it has to hold", "'geheim\u0001' | has characters that no header may have"})
    void aFileOfCredentialsThatCannotBeUsedIsNamedAndNotShown(String text, String message) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.json(""))) {
            failure(server, Optional.of(text)).hasMessageContaining(message).hasMessageNotContaining("geheim");
        }
    }

    @Test
    void aReceiverThatFailsForAWhileIsAskedAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.status(503, "starting"),
                ScriptedServer.status(429, "slowly"),
                ScriptedServer.status(204, ""))) {
            new RemoteWrite(peer(server.uri().resolve("/api/v1/write?tenant=geheim"), Optional.empty()), time)
                    .push(new byte[] {1, 2, 3});

            assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
            assertThat(server.received()).hasSize(3).allSatisfy(request -> {
                assertThat(request.path()).isEqualTo("/api/v1/write?tenant=geheim");
                assertThat(request.body()).isEqualTo("\u0003\b\u0001\u0002\u0003"); // snappy: length, literal of three
                assertThat(request.headers())
                        .containsEntry("Content-Encoding", "snappy")
                        .containsEntry("Content-Type", "application/x-protobuf")
                        .containsEntry("X-Prometheus-Remote-Write-Version", "0.1.0");
            });
        }
    }

    @Test
    void aReceiverThatFailsForLongEndsIt() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.status(500, "disk full"))) {
            assertThatThrownBy(() -> new RemoteWrite(peer(server.uri(), Optional.empty()), time).push(new byte[1]))
                    .isInstanceOf(PrometheusException.class)
                    .hasMessageContaining(" answers HTTP 500 (disk full); run the same command again later");
            assertThat(time.sleeps()).hasSize(7);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | out of bounds | storage.tsdb.out_of_order_time_window",
                "404 | remote write receiver needs to be enabled | --web.enable-remote-write-receiver",
                "401 | who | --remote.credentials-file"
            })
    void aRefusalEndsItAtOnceWithTheNextStep(int status, String body, String nextStep) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.status(status, body))) {
            assertThatThrownBy(() -> new RemoteWrite(
                                    peer(server.uri().resolve("/w?token=geheim"), Optional.empty()), time)
                            .push(new byte[1]))
                    .isInstanceOf(PrometheusException.class)
                    .hasMessageContaining(nextStep)
                    .hasMessageNotContaining("geheim");
            assertThat(server.received()).hasSize(1);
        }
    }
}
