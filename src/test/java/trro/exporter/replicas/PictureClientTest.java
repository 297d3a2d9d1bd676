package trro.exporter.replicas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.TestCertificate;

/** A follower at the door of its leader, over real HTTP and TLS. */
class PictureClientTest {

    private static final byte[] PICTURE = {1, 2, 3};
    private static final String LOGIN = "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(UTF_8));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private Optional<HttpServer> running = Optional.empty();

    @AfterEach
    void close() {
        running.ifPresent(server -> server.stop(0));
    }

    private URI start(HttpServer server, String scheme) {
        running = Optional.of(server);
        server.createContext("/-/picture", this::answer);
        server.start();
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private URI startPlain() throws IOException {
        return start(HttpServer.create(anyPort(), 0), "http");
    }

    private URI startTls(TestCertificate certificate) throws Exception {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving(certificate)));
        return start(server, "https");
    }

    private static SSLContext serving(TestCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        clients.add(exchange.getRemoteAddress());
        boolean known = LOGIN.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.sendResponseHeaders(known ? 200 : 401, known ? PICTURE.length : -1);
        if (known) {
            exchange.getResponseBody().write(PICTURE);
        }
        exchange.close();
    }

    private Path access(String text) throws IOException {
        return Files.writeString(folder.resolve("access.yml"), text);
    }

    @Test
    void itSendsThePasswordOfItsFileAndTheOneThatReplacesIt() throws Exception {
        URI leader = startPlain();
        Path password = Files.writeString(folder.resolve("password"), "old\n");
        PictureClient client =
                new PictureClient(Optional.of(access("basic_auth: { username: alice, password_file: password }")));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.get(leader))
                .withMessage(
                        "%s/-/picture answered HTTP 401; give a name and password in"
                                + " --leader-election.http-config.file",
                        leader);
        Files.writeString(password, "secret\n");
        assertThat(client.get(leader)).isEqualTo(PICTURE);
    }

    @Test
    void itTrustsTheAuthorityOfItsFileAndTheNameThatStandsThere() throws Exception {
        TestCertificate authority = TestCertificate.of("EC", "authority");
        authority.write(folder, "authority");
        URI leader = startTls(authority.issue("leader", "DNS:trro.example"));
        String login = "basic_auth: { username: alice, password: secret }\n";
        String trust = login + "tls_config: { ca_file: authority.crt%s }\n";

        assertThat(new PictureClient(Optional.of(access(trust.formatted(", server_name: trro.example")))).get(leader))
                .isEqualTo(PICTURE);
        for (String wrong :
                new String[] {login, trust.formatted(""), trust.formatted(", server_name: other.example")}) {
            PictureClient client = new PictureClient(Optional.of(access(wrong)));
            assertThatExceptionOfType(IOException.class).as(wrong).isThrownBy(() -> client.get(leader));
        }
    }

    /** Each client of Java has a thread and connections of its own, until a garbage collection ends them. */
    @Test
    void itsConnectionIsKeptForTheNextPictureUntilTheAuthorityChanges() throws Exception {
        TestCertificate authority = TestCertificate.of("EC", "authority");
        authority.write(folder, "authority");
        URI leader = startTls(authority.issue("leader", "IP:127.0.0.1"));
        PictureClient client = new PictureClient(Optional.of(access("""
                basic_auth: { username: alice, password: secret }
                tls_config: { ca_file: authority.crt }
                """)));

        client.get(leader);
        client.get(leader);
        assertThat(clients).hasSize(1);

        TestCertificate.of("EC", "another").write(folder, "authority");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.get(leader));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing"})
    void anAuthorityThatCannotBeReadIsNamed(String content) throws Exception {
        Files.writeString(folder.resolve("authority.crt"), content);
        PictureClient client = new PictureClient(Optional.of(access("tls_config: { ca_file: authority.crt }")));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.get(URI.create("https://127.0.0.1:1")))
                .withMessageContaining("tls_config.ca_file: holds no certificates that can be read; give the path of"
                        + " a file with the certificates to trust, in PEM");
    }

    /** Whoever opened it would wait until somebody writes into it, and this replica would get no picture any more. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeInPlaceOfTheAuthorityIsRefusedAndNobodyWaitsForIt() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", "authority.crt")
                .directory(folder.toFile())
                .start();
        assertThat(mkfifo.waitFor()).isZero();
        PictureClient client = new PictureClient(Optional.of(access("tls_config: { ca_file: authority.crt }")));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.get(URI.create("https://127.0.0.1:1")))
                .withMessageContaining("tls_config.ca_file: names something that is no file; ");
    }

    /** As where its machine loses power: nothing comes any more, and nothing ends the connection. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // the client's stream cannot be interrupted
    void aLeaderThatStopsWithinItsPictureIsWaitedForNoLonger() throws Exception {
        HttpServer server = HttpServer.create(anyPort(), 0);
        running = Optional.of(server);
        server.createContext("/-/picture", exchange -> {
            exchange.sendResponseHeaders(200, PICTURE.length);
            exchange.getResponseBody().write(PICTURE, 0, 1);
            exchange.getResponseBody().flush();
        });
        server.start();
        URI leader = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new PictureClient(Optional.empty(), Duration.ofSeconds(1)).get(leader));
    }

    @Test
    void aFileWithAMistakeIsNamedAndItsPasswordIsNot() throws Exception {
        PictureClient client = new PictureClient(
                Optional.of(access("basic_auth: { username: alice, password: hush, passwort_file: x }")));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.get(URI.create("http://127.0.0.1:1")))
                .withMessageContaining("basic_auth.passwort_file: is not a known key; did you mean password_file?")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hush"));
    }
}
