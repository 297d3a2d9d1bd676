package trro.exporter.web;

import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import trro.exporter.webconfig.TlsConfig;

/** Decides which certificates of clients are taken. */
final class ClientTrust extends X509ExtendedTrustManager {

    private final Optional<X509ExtendedTrustManager> authorities;
    private final Optional<Set<String>> allowedSans;
    private final X509Certificate[] accepted;

    private ClientTrust(
            Optional<X509ExtendedTrustManager> authorities, Optional<Set<String>> sans, X509Certificate[] accepted) {
        this.authorities = authorities;
        allowedSans = sans.map(names -> names.stream().map(ClientTrust::normal).collect(Collectors.toSet()));
        this.accepted = accepted;
    }

    static ClientTrust of(TlsConfig config) throws GeneralSecurityException {
        Optional<X509ExtendedTrustManager> authorities =
                config.clientAuth().verified() ? Optional.of(authorities(config.clientCas())) : Optional.empty();
        X509Certificate[] named = config.clientCas().orElse(List.of()).toArray(X509Certificate[]::new);
        return new ClientTrust(authorities, config.allowedSans(), named);
    }

    private static X509ExtendedTrustManager authorities(Optional<List<X509Certificate>> certificates)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        if (certificates.isPresent()) {
            KeyStore trusted = TlsEngines.store();
            for (X509Certificate certificate : certificates.get()) {
                trusted.setCertificateEntry(String.valueOf(trusted.size()), certificate);
            }
            factory.init(trusted);
        } else {
            factory.init((KeyStore) null); // those that Java trusts
        }
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0]; // PKIX has one, of this kind
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (authorities.isPresent()) {
            authorities.get().checkClientTrusted(chain, authType, engine);
        }
        if (allowedSans.isPresent() && !hasAllowedSan(chain[0], allowedSans.get())) {
            throw new CertificateException("the certificate has none of the allowed alternative names");
        }
    }

    private static boolean hasAllowedSan(X509Certificate certificate, Set<String> allowed) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null
                && names.stream()
                        .anyMatch(name -> name.get(1) instanceof String text && allowed.contains(normal(text)));
    }

    /** Addresses of IPv6 have many forms; of other names the only one. */
    private static String normal(String name) {
        try {
            return name.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
                    ? InetAddress.getByName("[" + name + "]").getHostAddress()
                    : name;
        } catch (UnknownHostException e) {
            return name;
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return accepted.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("Jetty has engines, not sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("Jetty has engines");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a server");
    }
}
