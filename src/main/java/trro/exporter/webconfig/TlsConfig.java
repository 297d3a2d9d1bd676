package trro.exporter.webconfig;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The server's side of TLS.
 *
 * @param chain the server's certificate first; not empty
 * @param key belongs to the first certificate
 * @param clientCas who may sign certificates of clients; empty for those that Java trusts
 * @param allowedSans a client's certificate must have one of these alternative names; empty for no such rule
 */
public record TlsConfig(
        List<X509Certificate> chain,
        PrivateKey key,
        ClientAuth clientAuth,
        Optional<List<X509Certificate>> clientCas,
        Optional<Set<String>> allowedSans,
        TlsNames names) {

    public TlsConfig {
        chain = List.copyOf(chain);
        clientCas = clientCas.map(List::copyOf);
        allowedSans = allowedSans.map(Set::copyOf);
    }

    /** Whether strangers may come in here that {@code before} kept out. */
    boolean opens(TlsConfig before) {
        return before.clientAuth == ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT
                && (clientAuth != before.clientAuth
                        || (clientCas.isEmpty() && before.clientCas.isPresent())
                        || (allowedSans.isEmpty() && before.allowedSans.isPresent()));
    }

    String summary() {
        return String.join(" and ", names.protocols()) + " with " + clientAuth.goName();
    }

    /** Without key and certificates. */
    @Override
    public String toString() {
        return "TlsConfig[" + summary() + "]";
    }
}
