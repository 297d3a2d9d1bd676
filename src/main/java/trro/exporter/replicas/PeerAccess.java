package trro.exporter.replicas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import trro.exporter.model.FileInput;
import trro.exporter.model.Secret;
import trro.exporter.yaml.Mapping;
import trro.exporter.yaml.Node;
import trro.exporter.yaml.ProblemsException;
import trro.exporter.yaml.Text;
import trro.exporter.yaml.YamlFormat;

/**
 * The way in which followers enter the leader's pages where {@code --web.config.file} closes them, in the format in
 * which Prometheus has its clients: the part of it that is of use here.
 *
 * @param authorization the value of the header; empty where no password is needed
 * @param authorities certificates to trust; empty for those of Java
 * @param serverName the name that the leader's certificate has; empty for the host of its address
 */
record PeerAccess(Optional<Secret> authorization, List<Certificate> authorities, Optional<String> serverName) {

    static final PeerAccess OPEN = new PeerAccess(Optional.empty(), List.of(), Optional.empty());

    private static final String START =
            "write basic_auth: with username and password_file, and tls_config: with ca_file";
    private static final String USER = "give the name of one of basic_auth_users";
    private static final String PASSWORD = "give the password, or password_file with the path of a file that holds it";
    private static final String CA = "give the path of a file with the certificates to trust, in PEM";
    private static final String SERVER = "give a name that the certificate has";
    private static final int MOST_PASSWORD_BYTES = 1000;

    private static final YamlFormat<PeerAccess> FORMAT = new YamlFormat<>(
            "give the path of a file with --leader-election.http-config.file",
            "keep one user",
            Set.of(),
            "",
            PeerAccess::read);

    /**
     * Reads the file and those that it names; every call reads them anew.
     *
     * @throws ProblemsException with all problems
     */
    static PeerAccess load(Path path) throws ProblemsException {
        return FORMAT.load(path, Map.of());
    }

    private static Optional<PeerAccess> read(Node root) {
        return root.mapping(List.of("basic_auth", "tls_config"), START).map(keys -> {
            Optional<Secret> authorization = keys.find("basic_auth").flatMap(PeerAccess::login);
            Optional<Mapping> tls = keys.find("tls_config")
                    .flatMap(node -> node.mapping(List.of("ca_file", "server_name"), "write ca_file: and a path"));
            return new PeerAccess(
                    authorization,
                    tls.flatMap(each -> each.find("ca_file"))
                            .map(PeerAccess::authorities)
                            .orElse(List.of()),
                    tls.flatMap(each -> each.find("server_name"))
                            .flatMap(node -> node.literal(SERVER))
                            .map(Text::text));
        });
    }

    private static Optional<Secret> login(Node node) {
        Optional<Mapping> keys = node.mapping(List.of("username", "password", "password_file"), USER);
        Optional<String> user = keys.flatMap(each -> each.need("username", USER))
                .flatMap(each -> each.literal(USER))
                .map(Text::text);
        Optional<String> password = keys.flatMap(PeerAccess::password);
        if (keys.isPresent() && password.isEmpty()) {
            node.problem("has no password that can be used; " + PASSWORD);
        }
        return user.flatMap(name -> password.map(word -> new Secret(
                "Basic " + Base64.getEncoder().encodeToString((name + ":" + word).getBytes(StandardCharsets.UTF_8)))));
    }

    private static Optional<String> password(Mapping keys) {
        return keys.find("password")
                .map(Node::hidden)
                .flatMap(node -> node.literal(PASSWORD))
                .map(Text::text)
                .or(() -> keys.find("password_file")
                        .flatMap(node -> node.literalFile(PASSWORD))
                        .flatMap(PeerAccess::firstLine));
    }

    private static Optional<String> firstLine(Path file) {
        try (InputStream in = FileInput.open(file)) {
            byte[] bytes = Files.size(file) > MOST_PASSWORD_BYTES ? new byte[0] : in.readAllBytes();
            return Optional.of(new String(bytes, StandardCharsets.UTF_8).strip())
                    .filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<Certificate> authorities(Node node) {
        Optional<Path> file = node.literalFile(CA)
                .filter(path -> Files.isRegularFile(path) && Files.isReadable(path)); // else reported
        if (file.isEmpty()) {
            return List.of();
        }
        try (InputStream in = FileInput.open(file.get())) {
            List<Certificate> all =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (!all.isEmpty()) {
                return all;
            }
        } catch (IOException | CertificateException e) {
            // said below
        }
        node.problem("holds no certificates that can be read; " + CA);
        return List.of();
    }

    /** TLS that trusts the leader; empty where Java's own does. */
    Optional<SSLContext> tls() throws IOException {
        if (authorities.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate each : authorities) {
                store.setCertificateEntry("ca-" + store.size(), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return Optional.of(tls);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates to trust cannot be used", e);
        }
    }
}
