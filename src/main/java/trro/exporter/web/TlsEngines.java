package trro.exporter.web;

import java.io.IOException;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import trro.exporter.webconfig.ClientAuth;
import trro.exporter.webconfig.TlsConfig;

/** Makes the TLS side of connections as one configuration says. */
final class TlsEngines {

    private static final char[] NO_PASSWORD = {};

    private final TlsConfig config;
    private final SSLContext context;

    /** @throws GeneralSecurityException if this Java cannot serve with such a certificate */
    TlsEngines(TlsConfig config) throws GeneralSecurityException {
        this.config = config;
        context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore identity = store();
        identity.setKeyEntry("server", config.key(), NO_PASSWORD, config.chain().toArray(X509Certificate[]::new));
        keys.init(identity, NO_PASSWORD);
        context.init(keys.getKeyManagers(), new TrustManager[] {ClientTrust.of(config)}, null);
    }

    /** An empty one. */
    static KeyStore store() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS"); // the other kind refuses a chain that is out of order
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("nothing was read", e);
        }
        return store;
    }

    /** For a new connection. The client's address lets a session be found again, as Jetty's own engines have it. */
    SSLEngine engine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(config.names().protocols().toArray(String[]::new));
        parameters.setCipherSuites(config.names().cipherSuites().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(config.names().serverPrefers());
        if (!config.names().curves().isEmpty()) {
            parameters.setAlgorithmConstraints(onlyCurves(config.names().curves()));
        }
        if (config.clientAuth().required()) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(config.clientAuth() != ClientAuth.NO_CLIENT_CERT);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** @param curves in Java's names */
    static AlgorithmConstraints onlyCurves(Set<String> curves) {
        return new Curves(curves);
    }

    /** Java 17 has no list of curves for one connection, but asks whether it may use a group, by its name. */
    private record Curves(Set<String> allowed) implements AlgorithmConstraints {

        private static final Set<String> GROUPS = Set.of(
                "x25519",
                "x448",
                "secp256r1",
                "secp384r1",
                "secp521r1",
                "ffdhe2048",
                "ffdhe3072",
                "ffdhe4096",
                "ffdhe6144",
                "ffdhe8192");

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
            return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
                    || !GROUPS.contains(algorithm)
                    || allowed.contains(algorithm)
                    || isOfSignatures();
        }

        /** Newer Javas ask in the same words for the curve of a certificate, which is the operator's choice, too. */
        private static boolean isOfSignatures() {
            return StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals("sun.security.ssl.SignatureScheme")));
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
            return true;
        }
    }
}
