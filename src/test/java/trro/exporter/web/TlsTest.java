package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.TestCertificate;

/** Real TLS over loopback, with Java's own client. */
class TlsTest {

    private static final String PAIR = "cert_file: server.crt, key_file: server.key";
    private static final TestCertificate SERVER = TestCertificate.ofServer();
    private static final TestCertificate RSA_SERVER = TestCertificate.of("RSA", "rsa", "DNS:localhost");
    private static final TestCertificate AUTHORITY = TestCertificate.of("EC", "authority");
    private static final TestCertificate KNOWN =
            AUTHORITY.issue("known", "DNS:scraper.example", "email:a@b.example", "URI:spiffe://x/y", "IP:::1");
    private static final TestCertificate STRANGER = TestCertificate.of("EC", "stranger", "DNS:scraper.example");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private Optional<TestServer> running = Optional.empty();

    @BeforeAll
    static void write() {
        SERVER.write(folder, "server");
        RSA_SERVER.write(folder, "rsa");
        AUTHORITY.write(folder, "authority");
    }

    @AfterEach
    void close() {
        running.ifPresent(TestServer::close);
    }

    private TestServer start(String more, String top) throws Exception {
        TestServer server = TestServer.start(folder, "tls_server_config: { %s%s }\n%s".formatted(PAIR, more, top));
        running = Optional.of(server);
        return server;
    }

    private static HttpClient client(SSLContext context, String... protocols) {
        HttpClient.Builder builder = HttpClient.newBuilder().sslContext(context);
        if (protocols.length > 0) {
            builder.sslParameters(new SSLParameters(null, protocols));
        }
        return builder.build();
    }

    private static HttpRequest request(TestServer server, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static HttpResponse<String> get(TestServer server, HttpClient client, String path)
            throws IOException, InterruptedException {
        return client.send(request(server, path), HttpResponse.BodyHandlers.ofString());
    }

    /** A handshake and a request by hand, for what the client of HTTP hides. */
    private static SSLSocket shake(TestServer server, SSLContext context, SSLParameters parameters) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        assertThat(answer(socket, parameters)).startsWith("HTTP/1.1 200 ");
        return socket;
    }

    private static String answer(SSLSocket socket, SSLParameters parameters) throws IOException {
        socket.setSoTimeout(60_000);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        String request = "GET /-/healthy HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static SSLParameters parameters(String protocol, String... suites) {
        return new SSLParameters(suites.length == 0 ? null : suites, new String[] {protocol});
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void servesEveryPageOverTlsAndHttp2(String protocol) throws Exception {
        TestServer server = start("", "");
        HttpClient client = client(SERVER.trusting(), protocol);

        HttpResponse<String> metrics = get(server, client, "/metrics");
        HttpResponse<String> page = get(server, client, "/");

        assertThat(metrics.sslSession().orElseThrow().getProtocol()).isEqualTo(protocol);
        assertThat(metrics.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(metrics.body()).isEqualTo(FakeExposition.METRICS);
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(get(server, client, "/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void servesManyRequestsOfOneConnectionAtOnce() throws Exception {
        TestServer server = start("", "");
        HttpClient client = client(SERVER.trusting());
        get(server, client, "/metrics");

        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(client.sendAsync(
                    request(server, i % 2 == 0 ? "/metrics" : "/config"), HttpResponse.BodyHandlers.ofString()));
        }

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void servesHttp11WhereHttp2IsOff() throws Exception {
        TestServer server = start("", "http_server_config: { http2: false }");

        HttpResponse<String> metrics = get(server, client(SERVER.trusting()), "/metrics");

        assertThat(metrics.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(metrics.body()).isEqualTo(FakeExposition.METRICS);
    }

    @Test
    void plainHttpIsToldThatTlsIsWanted() throws Exception {
        TestServer server = start("", "");

        assertThat(server.raw("GET /-/healthy HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.0 400 Bad Request\r\n")
                .endsWith("\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
        assertThat(server.raw("\u0016\u0002 neither")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "min_version: TLS13, TLSv1.2, false",
        "min_version: TLS13, TLSv1.3, true",
        "max_version: TLS12, TLSv1.2, true",
        "max_version: TLS12, TLSv1.3, false"
    })
    void keepsToTheVersions(String more, String protocol, boolean served) throws Exception {
        TestServer server = start(", " + more, "");

        if (served) {
            shake(server, SERVER.trusting(), parameters(protocol)).close();
        } else {
            assertThatThrownBy(() -> shake(server, SERVER.trusting(), parameters(protocol)))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, AES_128", "false, AES_256"})
    void keepsToTheSuitesInTheOrderOfServerOrClient(boolean serverPrefers, String chosen) throws Exception {
        String first = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        String second = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        TestServer server = start(
                ", cipher_suites: [%s, %s], prefer_server_cipher_suites: %s".formatted(first, second, serverPrefers),
                "");

        try (SSLSocket socket = shake(server, SERVER.trusting(), parameters("TLSv1.2", second, first))) {
            assertThat(socket.getSession().getCipherSuite()).contains(chosen);
        }
        assertThatThrownBy(() -> shake(
                        server,
                        SERVER.trusting(),
                        parameters("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256")))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void keepsToTheCurves(String protocol) throws Exception {
        TestServer server = TestServer.start(
                folder, "tls_server_config: { cert_file: rsa.crt, key_file: rsa.key, curve_preferences: [CurveP384] }");
        running = Optional.of(server);

        shake(server, RSA_SERVER.trusting(), withCurve(protocol, "secp384r1")).close();
        assertThatThrownBy(() -> shake(server, RSA_SERVER.trusting(), withCurve(protocol, "secp521r1")))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void curvesAreForKeysNotForCertificates(String protocol) throws Exception {
        TestServer server = start(", curve_preferences: [X25519]", "");

        shake(server, SERVER.trusting(), parameters(protocol)).close();
    }

    private static SSLParameters withCurve(String protocol, String curve) {
        SSLParameters parameters = parameters(protocol);
        parameters.setAlgorithmConstraints(TlsEngines.onlyCurves(Set.of(curve)));
        return parameters;
    }

    /** For each of Go's five policies: without a certificate, with anybody's, with one that the authority signed. */
    @ParameterizedTest
    @CsvSource({
        "NoClientCert, true, true, true",
        "RequestClientCert, true, true, true",
        "RequireAnyClientCert, false, true, true",
        "VerifyClientCertIfGiven, true, false, true",
        "RequireAndVerifyClientCert, false, false, true"
    })
    void asksForCertificatesAsGoDoes(String policy, boolean none, boolean stranger, boolean known) throws Exception {
        String authority = policy.equals("NoClientCert") ? "" : ", client_ca_file: authority.crt";
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            TestServer server = start(", client_auth_type: " + policy + authority, "");

            assertThat(admits(server, protocol)).as("none %s", protocol).isEqualTo(none);
            assertThat(admits(server, protocol, STRANGER))
                    .as("a stranger %s", protocol)
                    .isEqualTo(stranger);
            assertThat(admits(server, protocol, KNOWN))
                    .as("one known %s", protocol)
                    .isEqualTo(known);
            server.close();
        }
    }

    /** Like Go, the system's authorities are asked where none is named. */
    @Test
    void withoutAnAuthorityThoseOfJavaCount() throws Exception {
        TestServer server = start(", client_auth_type: RequireAndVerifyClientCert", "");

        assertThat(admits(server, "TLSv1.3")).isFalse();
        assertThat(admits(server, "TLSv1.3", KNOWN)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "scraper.example, true",
        "a@b.example, true",
        "spiffe://x/y, true",
        "'::1', true",
        "example, false",
        "SCRAPER.example, false",
        "0.0.0.1, false"
    })
    void keepsToTheAllowedNames(String name, boolean admitted) throws Exception {
        TestServer server = start(
                ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: authority.crt, client_allowed_sans:"
                        + " [other, \"%s\"]".formatted(name),
                "");

        assertThat(admits(server, "TLSv1.3", KNOWN)).isEqualTo(admitted);
        assertThat(admits(server, "TLSv1.3", STRANGER)).isFalse();
    }

    /** By hand, too: of TLS 1.3's refusals, which come after the handshake, the client of HTTP sometimes hears nothing. */
    private static boolean admits(TestServer server, String protocol, TestCertificate... shown) throws IOException {
        try (SSLSocket socket = (SSLSocket) SERVER.trusting(shown)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            return answer(socket, parameters(protocol)).startsWith("HTTP/1.1 200 ");
        } catch (SSLException | SocketException e) {
            return false;
        }
    }
}
