package trro.exporter.webconfig;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import trro.exporter.yaml.Mapping;
import trro.exporter.yaml.Node;

/**
 * Versions, cipher suites and curves in Java's names. They are read in Go's: those that Go has, and of these what Java
 * does, too.
 *
 * @param protocols the lowest first; not empty
 * @param cipherSuites in the order of preference, those of TLS 1.3 included
 * @param serverPrefers whether the order of {@code cipherSuites} counts, not the client's
 * @param curves empty for all that Java has
 */
public record TlsNames(List<String> protocols, List<String> cipherSuites, boolean serverPrefers, Set<String> curves) {

    private static final List<String> VERSIONS = List.of("TLS10", "TLS11", "TLS12", "TLS13");
    private static final List<String> JAVA_VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    /** Both name TLS 1.3's and TLS 1.2's suites as IANA does. All of TLS 1.3's are always offered, as in Go. */
    private static final List<String> TLS13_SUITES =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** In Go's order of preference. */
    private static final List<String> OLDER_SUITES = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

    /** HTTP/2 asks for one of them. */
    private static final List<String> HTTP2_SUITES = OLDER_SUITES.subList(0, 2);

    private static final Map<String, String> CURVES =
            Map.of("CurveP256", "secp256r1", "CurveP384", "secp384r1", "CurveP521", "secp521r1", "X25519", "x25519");

    public TlsNames {
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        curves = Set.copyOf(curves);
    }

    static TlsNames read(Node node, Mapping keys, boolean http2) {
        int min = version(keys, "min_version", "TLS12");
        int max = version(keys, "max_version", "TLS13");
        List<String> protocols = min <= max ? available(JAVA_VERSIONS.subList(min, max + 1)) : List.of();
        if (protocols.isEmpty()) {
            WebConfigReader.given(keys, "max_version")
                    .or(() -> WebConfigReader.given(keys, "min_version"))
                    .orElse(node)
                    .problem(
                            "leaves no version of TLS that this Java serves; use TLS12 or TLS13, and a min_version that"
                                    + " is not above max_version");
        }
        List<String> given = WebConfigReader.given(keys, "cipher_suites")
                .map(TlsNames::suites)
                .orElse(List.of());
        boolean hasOlder = protocols.stream().anyMatch(protocol -> !protocol.equals("TLSv1.3"));
        if (!given.isEmpty()
                && http2
                && min < VERSIONS.indexOf("TLS13")
                && given.stream().noneMatch(HTTP2_SUITES::contains)) {
            keys.find("cipher_suites")
                    .orElse(node)
                    .problem("has no suite that HTTP/2 asks for; add " + String.join(" or ", HTTP2_SUITES)
                            + ", or write http_server_config: { http2: false }");
        }
        Set<String> curves = WebConfigReader.given(keys, "curve_preferences")
                .map(list ->
                        TlsReader.names(list, CURVES.keySet().stream().sorted().toList(), "curve"))
                .orElse(List.of())
                .stream()
                .map(name -> CURVES.getOrDefault(name, name))
                .collect(Collectors.toSet());
        boolean serverPrefers = WebConfigReader.given(keys, "prefer_server_cipher_suites")
                .flatMap(WebConfigReader::yesOrNo)
                .orElse(true);
        return new TlsNames(protocols, withTls13(given, hasOlder), serverPrefers, curves);
    }

    private static int version(Mapping keys, String key, String defaultValue) {
        String nextStep = "use one of " + String.join(", ", VERSIONS);
        return WebConfigReader.given(keys, key)
                .flatMap(node ->
                        WebConfigReader.word(node, nextStep, "is no version of TLS", WebConfigReader.oneOf(VERSIONS)))
                .map(VERSIONS::indexOf)
                .orElse(VERSIONS.indexOf(defaultValue));
    }

    /** Java has TLS 1.0 and 1.1, but serves neither unless its own settings allow them. */
    private static List<String> available(List<String> versions) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            SSLEngine server = context.createSSLEngine();
            server.setUseClientMode(false);
            Set<String> served = Set.of(server.getEnabledProtocols());
            return versions.stream().filter(served::contains).toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no TLS", e);
        }
    }

    private static List<String> suites(Node given) {
        List<String> known =
                Stream.concat(TLS13_SUITES.stream(), OLDER_SUITES.stream()).toList();
        return TlsReader.names(given, known, "cipher suite of Go");
    }

    private static List<String> withTls13(List<String> given, boolean hasOlder) {
        List<String> older = given.isEmpty() && hasOlder ? OLDER_SUITES : List.of();
        return Stream.of(given, TLS13_SUITES, older)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }
}
