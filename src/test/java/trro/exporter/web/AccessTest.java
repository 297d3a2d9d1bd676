package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.TestCertificate;

/** Passwords, limits and headers as a client meets them, and what becomes of them when the files change. */
class AccessTest {

    /** Of {@code U*U*}. */
    private static final String HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK";

    /** Of the empty password. */
    private static final String OTHER_HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy";

    private static final String USERS = "basic_auth_users: { alice: %s }\n".formatted(HASH);
    private static final String[] ALICE = login("alice", "U*U*");
    private static final String TLS = "tls_server_config: { cert_file: server.crt, key_file: server.key }\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder, USERS);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String[] login(String user, String password) {
        byte[] text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(text)};
    }

    private int status(String path, String... headers) throws Exception {
        return server.get(path, headers).statusCode();
    }

    private void restart(String webConfig) throws Exception {
        server.close();
        server = TestServer.start(folder, webConfig);
    }

    private void change(String webConfig) throws IOException {
        Files.writeString(folder.resolve("web.yml"), webConfig);
        server.time.advance(Access.BETWEEN_LOOKS);
    }

    @Test
    void everythingButTheProbesIsClosedOnceThereAreUsers() throws Exception {
        for (String path : List.of("/", "/metrics", "/config", "/status.css", "/nothing", "/-/reload", "/-/healthy/")) {
            HttpResponse<String> refused = server.get(path);

            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.body())
                    .isEqualTo("Unauthorized: send the name and password of one of basic_auth_users\n");
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Basic realm=\"trro-exporter\", charset=\"UTF-8\"");
            assertThat(refused.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(refused.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
        assertThat(server.ask("POST", "/-/reload").statusCode()).isEqualTo(401);
        assertThat(server.ask("BREW", "/metrics").statusCode()).isEqualTo(401);
        assertThat(status("/-/healthy")).isEqualTo(200);
        assertThat(status("/-/ready")).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/-/healthy/../../metrics",
                "/-/healthy;/../metrics",
                "/-/healthy%2f..%2f..%2fmetrics",
                "//metrics",
                "/%6detrics",
                "/-/healthy?/metrics",
                "http://a/metrics"
            })
    void noSpellingOfAPathLeadsAroundTheGate(String path) throws Exception {
        assertThat(server.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .doesNotContain(FakeExposition.METRICS.lines().findFirst().orElseThrow());
    }

    @Test
    void theRightPasswordOpensEverything() throws Exception {
        assertThat(server.get("/metrics", ALICE).body()).isEqualTo(FakeExposition.METRICS);
        assertThat(server.get("/", ALICE).headers().firstValue("Content-Security-Policy"))
                .isPresent();
        assertThat(status("/config", ALICE)).isEqualTo(200);
        assertThat(status("/nothing", ALICE)).isEqualTo(404);
    }

    @Test
    void otherPasswordsAndUsersAreRefused() throws Exception {
        for (int i = 0; i < 2; i++) { // the second time as remembered
            assertThat(status("/metrics", login("alice", "wrong"))).isEqualTo(401);
            assertThat(status("/metrics", login("alice", ""))).isEqualTo(401);
            assertThat(status("/metrics", login("", "U*U*"))).isEqualTo(401);
            assertThat(status("/metrics", login("bob", "U*U*"))).isEqualTo(401);
            assertThat(status("/metrics", login("Alice", "U*U*"))).isEqualTo(401);
            assertThat(status("/metrics", "Authorization", "Basic !")).isEqualTo(401);
            assertThat(status("/metrics", "Authorization", "Bearer x")).isEqualTo(401);
        }
    }

    /** Else the time would tell who exists. */
    @Test
    void anUnknownUserTakesAsLongAsAKnownOne() throws Exception {
        restart("basic_auth_users: { alice: %s }".formatted(HASH.replace("$05", "$10")));
        status("/metrics", login("alice", "warm up"));

        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        await().untilAsserted(
                        () -> { // a machine that is busy makes some of them slower, and none quicker
                            known.add(nanos("alice", "guess " + known.size()));
                            unknown.add(nanos("bob", "guess " + unknown.size()));
                            long usual = Collections.min(known);
                            assertThat(Collections.min(unknown)).isBetween(usual / 3, 3 * usual);
                            assertThat(unknown).hasSizeGreaterThanOrEqualTo(3);
                        });
    }

    private long nanos(String user, String password) throws Exception {
        long before = System.nanoTime();
        assertThat(status("/metrics", login(user, password))).isEqualTo(401);
        return System.nanoTime() - before;
    }

    @Test
    void strangersAtWorkHinderNeitherProbesNorThoseWhoWereLetIn() throws Exception {
        restart("basic_auth_users: { alice: %s, slow: %s }".formatted(HASH, HASH.replace("$05", "$12")));
        assertThat(status("/metrics", ALICE)).isEqualTo(200);

        List<CompletableFuture<HttpResponse<String>>> strangers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            strangers.add(server.begin("/metrics", login("slow", "guess " + i)));
        }
        assertThat(status("/-/healthy")).isEqualTo(200);
        assertThat(status("/metrics", ALICE)).isEqualTo(200);
        assertThat(strangers).as("forty take ten seconds").anyMatch(stranger -> !stranger.isDone());

        server.letFinish(Duration.ZERO);
        server.close();
        strangers.forEach(stranger -> stranger.cancel(true));
    }

    @Test
    void usersAreReadAgain() throws Exception {
        assertThat(status("/metrics", ALICE)).isEqualTo(200);

        change("basic_auth_users: { alice: %s, bob: %s }".formatted(OTHER_HASH, HASH));

        assertThat(status("/metrics", ALICE)).isEqualTo(401);
        assertThat(status("/metrics", login("alice", ""))).isEqualTo(200);
        assertThat(status("/metrics", login("bob", "U*U*"))).isEqualTo(200);
    }

    @Test
    void filesAreLookedAtOnceASecondAtMost() throws Exception {
        Files.writeString(folder.resolve("web.yml"), "basic_auth_users: { alice: %s }".formatted(OTHER_HASH));

        server.time.advance(Access.BETWEEN_LOOKS.minusNanos(1));
        assertThat(status("/metrics", ALICE)).isEqualTo(200);
        server.time.advance(Duration.ofNanos(1));
        assertThat(status("/metrics", ALICE)).isEqualTo(401);
    }

    @Test
    void aBadFileKeepsTheOldOneAndSaysSoOnce() throws Exception {
        try (LogCapture log = new LogCapture()) {
            for (String bad :
                    List.of("basic_auth_users: { alice: doe }", "basic_auth_users: { alice: doe }", "", "a: b")) {
                change(bad);
                for (int i = 0; i < 3; i++) {
                    server.time.advance(Access.BETWEEN_LOOKS);
                    assertThat(server.webConfigRight()).as(bad).isFalse();
                    assertThat(status("/metrics", ALICE)).isEqualTo(200);
                    assertThat(status("/metrics")).isEqualTo(401);
                }
            }
            change(USERS);
            assertThat(server.webConfigRight()).isTrue();

            assertThat(log.lines().stream().map(line -> line.replaceFirst(" (why|protection)=.*", "")))
                    .containsExactly(
                            "ERROR the new web configuration is not used; the one before stays in force until it is"
                                    + " mended",
                            "ERROR the new web configuration is not used; the one before stays in force until it is"
                                    + " mended",
                            "ERROR the new web configuration is not used; the one before stays in force until it is"
                                    + " mended",
                            "INFO the web configuration was read again");
        }
    }

    @Test
    void aFileThatIsGoneForAMomentOpensNothing() throws Exception {
        Files.delete(folder.resolve("web.yml"));
        server.time.advance(Access.BETWEEN_LOOKS);
        assertThat(status("/metrics")).isEqualTo(401);
        assertThat(server.webConfigRight()).isFalse();

        change(USERS);
        assertThat(server.webConfigRight()).isTrue();
    }

    /** As a file reads that is being written, or that a full disk cut off. */
    @ParameterizedTest
    @ValueSource(strings = {"", "# users\n", "{}", "basic_auth_users:\n", "http_server_config: { http2: true }\n"})
    void aFileWithoutUsersOpensNothing(String begun) throws Exception {
        change(begun);
        assertThat(status("/metrics")).isEqualTo(401);
        assertThat(status("/metrics", ALICE)).isEqualTo(200);
        assertThat(server.webConfigRight()).isFalse();

        change(USERS);
        assertThat(server.webConfigRight()).isTrue();
    }

    @Test
    void aFileWithoutUsersMayChangeWhereThereWereNone() throws Exception {
        restart("http_server_config: { http2: true }\n");
        change("");

        assertThat(status("/metrics")).isEqualTo(200);
        assertThat(server.webConfigRight()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "false, ''",
        "false, ', client_auth_type: RequireAnyClientCert'",
        "false, ', client_auth_type: RequireAndVerifyClientCert'",
        "false, ', client_auth_type: RequireAndVerifyClientCert, client_ca_file: server.crt'",
        "false, ', client_auth_type: RequireAndVerifyClientCert, client_allowed_sans: [a]'",
        "true, ', client_auth_type: RequireAndVerifyClientCert, client_ca_file: server.crt, client_allowed_sans: [b]'"
    })
    void theDemandForCertificatesIsNotTakenAway(boolean right, String keys) throws Exception {
        TestCertificate.ofServer().write(folder, "server");
        String tls = "tls_server_config: { cert_file: server.crt, key_file: server.key%s }\n";
        restart(tls.formatted(", client_auth_type: RequireAndVerifyClientCert, client_ca_file: server.crt,"
                + " client_allowed_sans: [a]"));

        change(tls.formatted(keys));

        assertThat(server.webConfigRight()).isEqualTo(right);
    }

    /** As a ConfigMap's new version appears. */
    @Test
    void aLinkThatLeadsElsewhereCounts() throws Exception {
        Path old = Files.createDirectory(folder.resolve("old"));
        Path fresh = Files.createDirectory(folder.resolve("new"));
        Files.writeString(old.resolve("web.yml"), USERS);
        Files.writeString(fresh.resolve("web.yml"), USERS.replace(HASH, OTHER_HASH));
        Files.delete(folder.resolve("web.yml"));
        Files.createSymbolicLink(folder.resolve("data"), old);
        Files.createSymbolicLink(folder.resolve("web.yml"), Path.of("data", "web.yml"));
        server.time.advance(Access.BETWEEN_LOOKS);
        assertThat(status("/metrics", ALICE)).isEqualTo(200);

        Files.createSymbolicLink(folder.resolve("data.new"), fresh);
        Files.move(folder.resolve("data.new"), folder.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
        server.time.advance(Access.BETWEEN_LOOKS);

        assertThat(status("/metrics", ALICE)).isEqualTo(401);
    }

    @Test
    void tlsIsNeitherAddedNorTakenAway() throws Exception {
        TestCertificate certificate = TestCertificate.ofServer().write(folder, "server");
        change(TLS + USERS);
        assertThat(server.webConfigRight()).isFalse();
        assertThat(status("/metrics", ALICE)).isEqualTo(200);

        restart(TLS);
        change("http_server_config: { http2: true }");
        assertThat(server.webConfigRight()).isFalse();
        assertThat(served(certificate)).isEqualTo(certificate.certificate());
    }

    @Test
    void aRotatedCertificateIsServedOnTheNextConnection() throws Exception {
        TestCertificate before = TestCertificate.ofServer().write(folder, "server");
        restart(TLS);
        assertThat(served(before)).isEqualTo(before.certificate());

        TestCertificate after = TestCertificate.ofServer().write(folder, "server");
        server.time.advance(Access.BETWEEN_LOOKS);

        assertThat(served(after)).isEqualTo(after.certificate());
        assertThatThrownBy(() -> served(before)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void halfOfARotationKeepsTheOldCertificate() throws Exception {
        TestCertificate before = TestCertificate.ofServer().write(folder, "server");
        restart(TLS);
        TestCertificate after = TestCertificate.ofServer();

        Files.writeString(folder.resolve("server.crt"), after.certificatePem());
        server.time.advance(Access.BETWEEN_LOOKS);
        assertThat(served(before)).isEqualTo(before.certificate());
        assertThat(server.webConfigRight()).isFalse();

        Files.writeString(folder.resolve("server.key"), after.keyPem());
        server.time.advance(Access.BETWEEN_LOOKS);
        assertThat(served(after)).isEqualTo(after.certificate());
        assertThat(server.webConfigRight()).isTrue();
    }

    private Certificate served(TestCertificate trusted) throws IOException {
        try (SSLSocket socket = (SSLSocket)
                trusted.trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void aRateLimitAnswersWithTooManyRequests() throws Exception {
        restart("rate_limit: { interval: 10s, burst: 2 }");

        assertThat(status("/metrics")).isEqualTo(200);
        assertThat(status("/metrics")).isEqualTo(200);
        HttpResponse<String> refused = server.get("/metrics");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("Too Many Requests: rate_limit of --web.config.file allows no more now\n");
        assertThat(status("/-/healthy")).isEqualTo(200);
        server.time.advance(Duration.ofSeconds(10));
        assertThat(status("/metrics")).isEqualTo(200);
        assertThat(status("/metrics")).isEqualTo(429);
        server.time.advance(Duration.ofHours(1));
        assertThat(status("/metrics")).isEqualTo(200);
        assertThat(status("/metrics")).isEqualTo(200);
        assertThat(status("/metrics")).isEqualTo(429);
        change("rate_limit: { interval: 10s, burst: 1 }");
        assertThat(status("/metrics")).isEqualTo(200);
        change("rate_limit: { interval: 0, burst: 0 }");
        assertThat(status("/metrics")).isEqualTo(200);
        assertThat(status("/metrics")).isEqualTo(200);
    }

    @Test
    void aBurstOfNothingRefusesEverything() throws Exception {
        restart("rate_limit: { interval: 1s, burst: 0 }");
        server.time.advance(Duration.ofHours(1));

        assertThat(status("/metrics")).isEqualTo(429);
    }

    @Test
    void chosenHeadersStandInPlaceOfOurs() throws Exception {
        restart("""
                http_server_config:
                  headers:
                    X-Frame-Options: sameorigin
                    Strict-Transport-Security: max-age=31536000
                    Content-Security-Policy: "default-src 'self'"
                """ + USERS);

        for (HttpResponse<String> response :
                List.of(server.get("/", ALICE), server.get("/metrics"), server.get("/x", ALICE))) {
            assertThat(response.headers().allValues("Content-Security-Policy")).containsExactly("default-src 'self'");
            assertThat(response.headers().allValues("X-Frame-Options")).containsExactly("sameorigin");
            assertThat(response.headers().allValues("Strict-Transport-Security"))
                    .containsExactly("max-age=31536000");
            assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        }
    }
}
