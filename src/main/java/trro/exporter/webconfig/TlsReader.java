package trro.exporter.webconfig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import trro.exporter.model.FileInput;
import trro.exporter.yaml.Mapping;
import trro.exporter.yaml.Node;
import trro.exporter.yaml.Text;

/** The key {@code tls_server_config}: reads certificates and keys, and refuses what would leave a door open. */
final class TlsReader {

    private static final List<String> KEYS = List.of(
            "cert",
            "key",
            "client_ca",
            "cert_file",
            "key_file",
            "client_auth_type",
            "client_ca_file",
            "client_allowed_sans",
            "min_version",
            "max_version",
            "cipher_suites",
            "prefer_server_cipher_suites",
            "curve_preferences");
    private static final int FILE_BYTES = 1024 * 1024;

    private static final String START = "write cert_file: and key_file: below it";
    private static final String AUTH = "use one of " + String.join(", ", ClientAuth.goNames());
    private static final String SANS = "list names, such as - scraper.example.org";

    private final Node node;
    private final Mapping keys;
    private final Set<Path> files;

    private TlsReader(Node node, Mapping keys, Set<Path> files) {
        this.node = node;
        this.keys = keys;
        this.files = files;
    }

    /** Empty if nothing stands there, or after a problem was reported. */
    static Optional<TlsConfig> read(Node node, boolean http2, Set<Path> files) {
        return node.isEmpty()
                ? Optional.empty()
                : node.mapping(KEYS, START).flatMap(keys -> new TlsReader(node, keys, files).read(http2));
    }

    private Optional<TlsConfig> read(boolean http2) {
        Optional<List<X509Certificate>> chain = neededText("cert").flatMap(text -> certificates(text, "cert"));
        Optional<String> keyText = neededText("key");
        Optional<PrivateKey> key =
                chain.flatMap(certificates -> keyText.flatMap(text -> key(text, certificates.get(0))));
        ClientAuth clientAuth = WebConfigReader.given(keys, "client_auth_type")
                .flatMap(given -> WebConfigReader.word(given, AUTH, "is no policy", ClientAuth::of))
                .orElse(ClientAuth.NO_CLIENT_CERT);
        Optional<List<X509Certificate>> clientCas = clientCas(clientAuth);
        Optional<Set<String>> sans = keys.find("client_allowed_sans").map(given -> sans(given, clientAuth));
        TlsNames names = TlsNames.read(node, keys, http2);
        return chain.flatMap(certificates ->
                key.map(secret -> new TlsConfig(certificates, secret, clientAuth, clientCas, sans, names)));
    }

    private Optional<String> neededText(String key) {
        if (given(key).isEmpty()) {
            keys.find(key + "_file")
                    .or(() -> keys.find(key))
                    .orElse(node)
                    .problem("has neither %1$s_file nor %1$s; give the path of a PEM file as %1$s_file".formatted(key));
        }
        return text(key);
    }

    /** The PEM of a file, or of the file's inline twin, whose key lacks the {@code _file}. */
    private Optional<String> text(String key) {
        Optional<Node> file = WebConfigReader.given(keys, key + "_file");
        Optional<Node> inline = WebConfigReader.given(keys, key);
        if (file.isPresent() && inline.isPresent()) {
            inline.get().problem("is given beside %s_file; keep one of the two".formatted(key));
        }
        return file.isPresent()
                ? file.flatMap(this::content)
                : inline.flatMap(given -> given.hidden().literal("write the PEM after a |"))
                        .map(Text::text);
    }

    private Optional<Node> given(String key) {
        return WebConfigReader.given(keys, key + "_file").or(() -> WebConfigReader.given(keys, key));
    }

    private Optional<String> content(Node file) {
        String nextStep =
                "give the path of a PEM file that the exporter can read; relative paths start at the folder of"
                        + " this file";
        Optional<Path> path = file.literalFile(nextStep);
        if (path.isEmpty() || !Files.isReadable(path.get())) {
            return Optional.empty(); // reported
        }
        files.add(path.get());
        try (InputStream in = FileInput.open(path.get())) {
            byte[] bytes = in.readNBytes(FILE_BYTES + 1);
            if (bytes.length <= FILE_BYTES) {
                return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
            }
            file.problem("names a file larger than 1 MiB; " + nextStep);
        } catch (IOException e) {
            file.problem("names a file that cannot be read; " + nextStep);
        }
        return Optional.empty();
    }

    private Optional<List<X509Certificate>> certificates(String text, String key) {
        try {
            return Optional.of(Pem.certificates(text));
        } catch (GeneralSecurityException e) { // may hold a piece of the file
            given(key)
                    .orElse(node)
                    .problem("holds no certificates in PEM that can be read; give a file with -----BEGIN"
                            + " CERTIFICATE-----");
            return Optional.empty();
        }
    }

    private Optional<PrivateKey> key(String text, X509Certificate certificate) {
        try {
            return Optional.of(Pem.key(text, certificate.getPublicKey()));
        } catch (GeneralSecurityException | RuntimeException e) { // damaged ones also make readers of Java stumble
            given("key")
                    .orElse(node)
                    .problem("holds no private key in PEM that belongs to the first certificate; give that key, without"
                            + " a passphrase");
            return Optional.empty();
        }
    }

    private Optional<List<X509Certificate>> clientCas(ClientAuth clientAuth) {
        Optional<String> text = text("client_ca");
        Optional<List<X509Certificate>> authorities = text.flatMap(given -> certificates(given, "client_ca"));
        if (text.isPresent() && clientAuth == ClientAuth.NO_CLIENT_CERT) {
            given("client_ca")
                    .orElse(node)
                    .problem("is of no use, since no certificate is asked for; add client_auth_type:"
                            + " RequireAndVerifyClientCert");
        }
        return authorities;
    }

    private static Set<String> sans(Node given, ClientAuth clientAuth) {
        Set<String> sans = new HashSet<>();
        List<Node> items = given.isBlank() ? List.of() : given.items(SANS).orElse(List.of());
        items.forEach(item -> item.literal(SANS).ifPresent(name -> sans.add(name.text())));
        if (!clientAuth.required()) {
            given.problem("is of no use, since clients need no certificate; add client_auth_type:"
                    + " RequireAndVerifyClientCert");
        }
        return sans;
    }

    /** The items of a list that have one of the known names; others are reported. */
    static List<String> names(Node given, List<String> known, String kind) {
        String nextStep = "use some of " + String.join(", ", known);
        return given.items(nextStep).orElse(List.of()).stream()
                .flatMap(item ->
                        WebConfigReader.word(item, nextStep, "is no " + kind, WebConfigReader.oneOf(known)).stream())
                .toList();
    }
}
