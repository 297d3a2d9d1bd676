package trro.exporter.webconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.model.Secret;
import trro.exporter.support.TestCertificate;
import trro.exporter.yaml.ProblemsException;

/** The same files are good and bad as for the Prometheus exporter-toolkit, whose own cases these are and more. */
class WebConfigFileTest {

    private static final String HASH = "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";
    private static final String HALF = "; give the path of a PEM file as ";
    private static final String PAIR = "cert_file: server.crt, key_file: server.key";
    private static final String FILE = "; give the path of a PEM file that the exporter can read; relative paths start"
            + " at the folder of this file";
    private static final String NO_KEY = "holds no private key in PEM that belongs to the first certificate; give that"
            + " key, without a passphrase";
    private static final String NO_CERTIFICATES =
            "holds no certificates in PEM that can be read; give a file with -----BEGIN CERTIFICATE-----";
    private static final String NO_HASH = "is no bcrypt hash; give the bcrypt hash of the password, such as htpasswd"
            + " -nBC 10 \"\" prints: 60 characters that begin with $2a$, $2b$ or $2y$";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static TestCertificate server;

    @BeforeAll
    static void write() throws IOException {
        server = TestCertificate.ofServer().write(folder, "server");
        TestCertificate.of("RSA", "client").write(folder, "client");
        Files.writeString(folder.resolve("empty.pem"), "");
    }

    private static WebConfig load(String text) throws IOException, ProblemsException {
        return WebConfigFile.load(Files.writeString(folder.resolve("web.yml"), text))
                .config();
    }

    private static TlsConfig tls(String more) throws IOException, ProblemsException {
        return load("tls_server_config: { %s%s }".formatted(PAIR, more)).tls().orElseThrow();
    }

    private static void assertBad(String text, String... problems) {
        assertThatThrownBy(() -> load(text))
                .isExactlyInstanceOf(ProblemsException.class)
                .hasMessage(String.join(
                        "\n",
                        List.of(problems).stream()
                                .map(problem -> folder.resolve("web.yml") + problem)
                                .toList()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "tls_server_config:\nbasic_auth_users:\nhttp_server_config:\nrate_limit:\n",
                "tls_server_config: {}",
                "rate_limit: { interval: 0, burst: 0 }",
                "rate_limit: { interval: \"1s\", burst: 0 }",
                "rate_limit: { interval: 1.5s, burst: 20 }",
                "http_server_config: { http2: no }"
            })
    void isGood(String text) throws Exception {
        assertThat(load(text).tls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", client_auth_type: \"\"",
                ", client_auth_type: NoClientCert",
                ", client_auth_type: VerifyClientCertIfGiven",
                ", client_auth_type: RequireAnyClientCert",
                ", client_auth_type: RequireClientCert",
                ", client_auth_type: RequestClientCert",
                ", client_auth_type: RequireAndVerifyClientCert",
                ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: client.crt",
                ", client_auth_type: RequireAnyClientCert, client_allowed_sans: [one, test3]",
                ", min_version: TLS12, max_version: TLS12, prefer_server_cipher_suites: false",
                ", min_version: TLS10",
                ", cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]",
                ", min_version: TLS13, cipher_suites: [TLS_AES_256_GCM_SHA384]",
                ", curve_preferences: [CurveP256, CurveP384, CurveP521, X25519]",
                ", min_version: TLS13, curve_preferences: [CurveP521]"
            })
    void isGoodTls(String more) throws Exception {
        assertThat(tls(more).chain()).containsExactly(server.certificate());
    }

    @Test
    void readsWhichNamesClientsMayHave() throws Exception {
        String required = ", client_auth_type: RequireAnyClientCert";

        assertThat(tls(required).allowedSans()).isEmpty();
        assertThat(tls(required + ", client_allowed_sans: [one, test3]").allowedSans())
                .hasValue(Set.of("one", "test3"));
    }

    @Test
    void readsAFileOfOneMebibyteAndNoLargerOne() throws Exception {
        String pem = server.certificatePem();
        Files.writeString(folder.resolve("large.crt"), pem + "\n".repeat(1024 * 1024 - pem.length()));
        Files.writeString(folder.resolve("larger.crt"), pem + "\n".repeat(1024 * 1024 - pem.length() + 1));

        assertThat(load("tls_server_config: { cert_file: large.crt, key_file: server.key }")
                        .tls()
                        .orElseThrow()
                        .chain())
                .containsExactly(server.certificate());
        assertBad(
                "tls_server_config: { cert_file: larger.crt, key_file: server.key }",
                ":1: tls_server_config.cert_file: names a file larger than 1 MiB" + FILE);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        assertBad(
                "tls_server_config: { cert_file: /proc/self/mem, key_file: server.key }",
                ":1: tls_server_config.cert_file: names a file that cannot be read" + FILE);
    }

    @Test
    void readsPemFromTheFileItself() throws Exception {
        String text =
                "tls_server_config:\n  cert: |\n%s  key: |\n%s  client_auth_type: RequestClientCert\n  client_ca: |\n%s"
                        .formatted(
                                server.certificatePem().indent(4),
                                server.keyPem().indent(4),
                                server.certificatePem().indent(4));

        TlsConfig tls = load(text).tls().orElseThrow();

        assertThat(tls.key()).isEqualTo(server.key());
        assertThat(tls.clientCas()).hasValue(List.of(server.certificate()));
    }

    @Test
    void knowsTheFilesThatItNames() throws Exception {
        assertThat(load("tls_server_config: { %s, client_auth_type: RequestClientCert, client_ca_file: client.crt }"
                                .formatted(PAIR))
                        .files())
                .isEqualTo(Set.of(
                        folder.resolve("server.crt"), folder.resolve("server.key"), folder.resolve("client.crt")));
    }

    @Test
    void readsUsersHeadersAndLimit() throws Exception {
        WebConfig config = load("""
                http_server_config:
                  headers:
                    X-Frame-Options: deny
                    Strict-Transport-Security: max-age=31536000; includeSubDomains
                    X-Content-Type-Options: nosniff
                    X-XSS-Protection: 1
                    Content-Security-Policy: "default-src 'self' *.test.example.net ${NAME}"
                basic_auth_users:
                  alice: %s
                rate_limit: { interval: 1m30s, burst: 20 }
                """.formatted(HASH));

        assertThat(config.headers())
                .hasSize(5)
                .containsEntry("X-XSS-Protection", "1")
                .containsEntry("Content-Security-Policy", "default-src 'self' *.test.example.net ${NAME}");
        assertThat(config.users()).containsEntry("alice", new Secret(HASH));
        assertThat(config.rateLimit()).hasValue(new WebConfig.RateLimit(Duration.ofSeconds(90), 20));
        assertThat(config.http2()).isTrue();
        assertThat(config.summary()).isEqualTo("no TLS, 1 user, a rate limit");
    }

    @Test
    void meansWhatGoMeans() throws Exception {
        TlsConfig tls = tls("");
        TlsNames plain = tls.names();
        TlsNames chosen = tls(", cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256], max_version: TLS12,"
                        + " prefer_server_cipher_suites: off, curve_preferences: [X25519, CurveP521]")
                .names();

        assertThat(plain.protocols()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(plain.cipherSuites())
                .hasSize(13)
                .startsWith("TLS_AES_128_GCM_SHA256")
                .endsWith("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
        assertThat(plain.serverPrefers()).isTrue();
        assertThat(plain.curves()).isEmpty();
        assertThat(tls.clientAuth()).isEqualTo(ClientAuth.NO_CLIENT_CERT);
        assertThat(chosen.protocols()).containsExactly("TLSv1.2");
        assertThat(chosen.cipherSuites())
                .startsWith("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                .hasSize(4);
        assertThat(chosen.serverPrefers()).isFalse();
        assertThat(chosen.curves()).containsExactlyInAnyOrder("x25519", "secp521r1");
    }

    @Test
    void refusesAFileThatIsMissing() {
        assertThatThrownBy(() -> WebConfigFile.load(folder.resolve("somefile")))
                .hasMessage(folder.resolve("somefile") + ": does not exist; give the path of the web configuration file"
                        + " with --web.config.file");
    }

    @Test
    void refusesJunk() {
        assertThatThrownBy(() -> load("hWkNKCp3fvIx3jKnsaBI\nTuEjdwNS8A2vYdFbiKqr\n"))
                .hasMessageContaining(":1: is text, not a mapping; write keys and values");
        assertBad(
                "tls_server_config:\n  cert_filse: server.crt\n  key_file: server.key\n",
                ":1: tls_server_config: has neither cert_file nor cert" + HALF + "cert_file",
                ":2: tls_server_config.cert_filse: is not a known key; did you mean cert_file?");
        assertThatThrownBy(() -> load("basic_auth_user: {}"))
                .hasMessageContaining(":1: basic_auth_user: is not a known key; did you mean basic_auth_users?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cert_file: '', key_file: server.key | cert_file | has neither cert_file nor cert | cert_file",
                "cert: '', key_file: server.key | cert | has neither cert_file nor cert | cert_file",
                "cert_file: server.crt, key_file: '' | key_file | has neither key_file nor key | key_file",
                "cert_file: server.crt, key: '' | key | has neither key_file nor key | key_file"
            })
    void refusesHalfAPair(String pair, String place, String what, String key) {
        assertBad("tls_server_config: { " + pair + " }", ":1: tls_server_config." + place + ": " + what + HALF + key);
    }

    @Test
    void refusesAnEmptyPairWithAnInventedPolicy() {
        assertBad(
                "tls_server_config: { cert_file: '', key_file: '', client_auth_type: x }",
                ":1: tls_server_config.cert_file: has neither cert_file nor cert" + HALF + "cert_file",
                ":1: tls_server_config.key_file: has neither key_file nor key" + HALF + "key_file",
                ":1: tls_server_config.client_auth_type: \"x\" is no policy; use one of NoClientCert, RequestClientCert,"
                        + " RequireAnyClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert");
    }

    @Test
    void refusesTlsWithoutACertificate() {
        assertBad(
                "tls_server_config: { min_version: TLS13 }",
                ":1: tls_server_config: has neither cert_file nor cert" + HALF + "cert_file",
                ":1: tls_server_config: has neither key_file nor key" + HALF + "key_file");
    }

    @Test
    void refusesFilesThatAreMissingOrWrong() {
        assertBad(
                "tls_server_config: { cert_file: somefile, key_file: somefile }",
                ":1: tls_server_config.cert_file: names no existing file" + FILE,
                ":1: tls_server_config.key_file: names no existing file" + FILE);
        assertBad(
                "tls_server_config: { cert_file: server.key, key_file: server.key }",
                ":1: tls_server_config.cert_file: " + NO_CERTIFICATES);
        assertBad(
                "tls_server_config: { cert_file: server.crt, key_file: client.key }",
                ":1: tls_server_config.key_file: " + NO_KEY);
        assertBad(
                "tls_server_config: { cert_file: server.crt, key: secret-text }",
                ":1: tls_server_config.key: " + NO_KEY);
    }

    @Test
    void refusesOneThingTwice() {
        assertBad(
                "tls_server_config: { %s, cert: secret-text }".formatted(PAIR),
                ":1: tls_server_config.cert: is given beside cert_file; keep one of the two");
        assertBad(
                "basic_auth_users: { alice: %1$s, alice: %1$s }".formatted(HASH),
                ":1: basic_auth_users.alice: is given again, first on line 1; keep one");
    }

    @Test
    void refusesAnAuthorityOrNamesWithoutAPolicy() {
        assertBad(
                "tls_server_config: { %s, client_ca_file: client.crt }".formatted(PAIR),
                ":1: tls_server_config.client_ca_file: is of no use, since no certificate is asked for; add"
                        + " client_auth_type: RequireAndVerifyClientCert");
        for (String policy : List.of("NoClientCert", "RequestClientCert", "VerifyClientCertIfGiven")) {
            assertBad(
                    "tls_server_config: { %s, client_auth_type: %s, client_allowed_sans: [a] }".formatted(PAIR, policy),
                    ":1: tls_server_config.client_allowed_sans: is of no use, since clients need no certificate; add"
                            + " client_auth_type: RequireAndVerifyClientCert");
        }
        assertBad(
                "tls_server_config: { %s, client_auth_type: RequireAndVerifyClientCert, client_ca_file: empty.pem }"
                        .formatted(PAIR),
                ":1: tls_server_config.client_ca_file: " + NO_CERTIFICATES);
        assertBad(
                "tls_server_config: { %s, client_ca_file: somefile }".formatted(PAIR),
                ":1: tls_server_config.client_ca_file: names no existing file" + FILE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA2048] | cipher_suites[0] | is no cipher suite of Go",
                "cipher_suites: [TLS_RSA_WITH_AES_128_GCM_SHA256] | cipher_suites[0] | is no cipher suite of Go",
                "curve_preferences: [CurveP257] | curve_preferences[0] | is no curve",
                "min_version: TLS111 | min_version | is no version of TLS",
                "max_version: TLS111 | max_version | is no version of TLS",
                "max_version: TLS11 | max_version | leaves no version of TLS that this Java serves",
                "min_version: TLS13, max_version: TLS12 | max_version | leaves no version of TLS that this Java serves",
                "prefer_server_cipher_suites: maybe | prefer_server_cipher_suites | is neither true nor false"
            })
    void refusesNamesThatGoDoesNotHave(String more, String place, String what) {
        assertThatThrownBy(() -> tls(", " + more))
                .isExactlyInstanceOf(ProblemsException.class)
                .hasMessageContaining(":1: tls_server_config." + place + ": ")
                .hasMessageContaining(what + "; ");
    }

    @Test
    void refusesSuitesWithoutWhatHttp2Needs() throws Exception {
        String suites =
                "tls_server_config: { %s, cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384] }\n".formatted(PAIR);

        assertBad(
                suites,
                ":1: tls_server_config.cipher_suites: has no suite that HTTP/2 asks for; add"
                        + " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, or write"
                        + " http_server_config: { http2: false }");
        assertThat(load(suites + "http_server_config: { http2: false }").http2())
                .isFalse();
    }

    @Test
    void refusesHeadersOfItsOwn() {
        assertThatThrownBy(() -> load("http_server_config: { headers: { Content-Type: foo } }"))
                .hasMessageContaining(":1: http_server_config.headers.Content-Type: is not a known key");
        assertBad(
                "http_server_config: { headers: { X-Content-Type-Options: sniff } }",
                ":1: http_server_config.headers.X-Content-Type-Options: \"sniff\" is no value of this header; use nosniff");
        assertBad(
                "http_server_config: { headers: { X-Frame-Options: foo } }",
                ":1: http_server_config.headers.X-Frame-Options: \"foo\" is no value of this header; use deny or sameorigin");
        assertBad(
                "http_server_config: { headers: { X-XSS-Protection: \"1\\r\\nSet-Cookie: a\" } }",
                ":1: http_server_config.headers.X-XSS-Protection: is no text that fits into a header; give a value on one"
                        + " line of at most 2048 ASCII characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doe",
                "$2y$10$short",
                "$2x$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi",
                "$2y$03$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi",
                "$2y$32$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi"
            })
    void refusesPasswordsThatAreNotHashed(String password) {
        assertBad("basic_auth_users: { john: %s }".formatted(password), ":1: basic_auth_users.john: " + NO_HASH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2a", "2b", "2y"})
    void takesTheThreeFormsOfBcrypt(String form) throws Exception {
        assertThat(load("basic_auth_users: { john: %s }".formatted(HASH.replace("2y", form)))
                        .users())
                .hasSize(1);
    }

    /** One check at a time: a single one would keep everybody else out until the process is started again. */
    @ParameterizedTest
    @ValueSource(strings = {"21", "30", "31"})
    void refusesACostThatTakesForEver(String cost) throws Exception {
        assertBad(
                "basic_auth_users: { john: %s }".formatted(HASH.replace("$10$", "$" + cost + "$")),
                ":1: basic_auth_users.john: has a cost of over 20, so that each check takes minutes or days, for which others"
                        + " wait" + NO_HASH.substring(NO_HASH.indexOf(';')));
        assertThat(load("basic_auth_users: { john: %s }".formatted(HASH.replace("$10$", "$20$")))
                        .users())
                .hasSize(1);
    }

    @Test
    void refusesAUserWhoseNameCannotBeSent() {
        assertThatThrownBy(() -> load("basic_auth_users: { 'a:b': %s }".formatted(HASH)))
                .hasMessageContaining(
                        ":1: basic_auth_users.a:b: is the hash of a user whose name is empty or has a colon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-1s", "1d", "soon", "1s1"})
    void refusesAnIntervalThatIsNone(String interval) {
        assertBad(
                "rate_limit: { interval: %s, burst: 1 }".formatted(interval),
                ":1: rate_limit.interval: \"%s\" is not a duration; give a duration with its unit, such as 1s or 500ms, or"
                                .formatted(interval)
                        + " 0 for no limit");
    }

    @Test
    void tellsNoSecret() throws Exception {
        WebConfig config = load("tls_server_config: { %s }\nbasic_auth_users: { john: %s }".formatted(PAIR, HASH));

        assertThat(config.toString())
                .contains("[REDACTED]", "TlsConfig[TLSv1.2 and TLSv1.3 with NoClientCert]")
                .doesNotContain(HASH);
        assertThat(config.summary()).isEqualTo("TLSv1.2 and TLSv1.3 with NoClientCert, HTTP/2 and HTTP/1.1, 1 user");
    }
}
