package trro.exporter.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate and its key, written by hand, since Java only reads them: valid from 2020 to 2040, for a server or a
 * client.
 */
public record TestCertificate(X509Certificate certificate, PrivateKey key, KeyPair keys) {

    private static final String END = "2040-01-01T00:00:00Z";
    private static final AtomicInteger SERIAL = new AtomicInteger(1);

    /** Self-signed, of an authority too. */
    public static TestCertificate of(String algorithm, String name, String... sans) {
        KeyPair keys = keys(algorithm);
        return sign(keys, name, keys, name, END, sans);
    }

    /** An elliptic one, for localhost. */
    public static TestCertificate ofServer() {
        return of("EC", "server " + SERIAL.get(), "DNS:localhost", "IP:127.0.0.1");
    }

    /** An elliptic one that this one signs. */
    public TestCertificate issue(String name, String... sans) {
        String issuer = certificate.getSubjectX500Principal().getName().replace("CN=", "");
        return sign(keys("EC"), name, keys, issuer, END, sans);
    }

    /** The same for a server, but its time is over. */
    public TestCertificate issueExpired(String name, String... sans) {
        String issuer = certificate.getSubjectX500Principal().getName().replace("CN=", "");
        return sign(keys("EC"), name, keys, issuer, "2021-01-01T00:00:00Z", sans);
    }

    /** Takes so long that all tests share one. */
    private static final class Rsa {
        static final KeyPair KEYS = generate("RSA");
    }

    private static KeyPair keys(String algorithm) {
        return algorithm.equals("RSA") ? Rsa.KEYS : generate(algorithm);
    }

    private static KeyPair generate(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!algorithm.startsWith("Ed")) {
                generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static TestCertificate sign(
            KeyPair keys, String name, KeyPair signer, String issuer, String end, String... sans) {
        try {
            String kind = signer.getPrivate().getAlgorithm();
            byte[] algorithm = switch (kind) {
                case "RSA" -> der(0x30, oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11), der(0x05));
                case "EC" -> der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
                default -> der(0x30, oid(0x2b, 0x65, 0x70));
            };
            byte[] body = der(
                    0x30,
                    der(0xa0, der(0x02, new byte[] {2})),
                    der(0x02, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
                    algorithm,
                    name(issuer),
                    der(0x30, time("2020-01-01T00:00:00Z"), time(end)),
                    name(name),
                    keys.getPublic().getEncoded(),
                    der(0xa3, der(0x30, authority(), names(sans))));
            Signature signature = Signature.getInstance(
                    switch (kind) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> "Ed25519";
                    });
            signature.initSign(signer.getPrivate());
            signature.update(body);
            byte[] whole = der(0x30, body, algorithm, der(0x03, new byte[1], signature.sign()));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
            return new TestCertificate(certificate, keys.getPrivate(), keys);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] authority() {
        return der(0x30, oid(0x55, 0x1d, 0x13), der(0x04, der(0x30, der(0x01, new byte[] {-1}))));
    }

    private static byte[] names(String... sans) {
        byte[][] names = Stream.of(sans.length == 0 ? new String[] {"DNS:nobody"} : sans)
                .map(TestCertificate::alternativeName)
                .toArray(byte[][]::new);
        return der(0x30, oid(0x55, 0x1d, 0x11), der(0x04, der(0x30, names)));
    }

    private static byte[] alternativeName(String san) {
        String[] parts = san.split(":", 2);
        byte[] text = parts[1].getBytes(StandardCharsets.US_ASCII);
        return switch (parts[0]) {
            case "email" -> der(0x81, text);
            case "DNS" -> der(0x82, text);
            case "URI" -> der(0x86, text);
            case "IP" -> der(0x87, address(parts[1]));
            default -> throw new IllegalArgumentException(san);
        };
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static byte[] name(String text) {
        byte[] commonName = der(0x30, oid(0x55, 0x04, 0x03), der(0x0c, text.getBytes(StandardCharsets.UTF_8)));
        return der(0x30, der(0x31, commonName));
    }

    private static byte[] time(String instant) {
        String text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.parse(instant));
        return der(0x17, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return der(0x06, bytes);
    }

    /** An element of DER. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Stream.of(parts).forEach(content::writeBytes);
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            element.write(0x82);
            element.write(length >> 8);
        } else if (length >= 0x80) {
            element.write(0x81);
        }
        element.write(length);
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** PKCS #1 or SEC 1: the content of PKCS #8, without its head. */
    public String oldKeyPem() {
        byte[] encoded = key.getEncoded();
        int from = key.getAlgorithm().equals("RSA") ? 26 : 28;
        return pem(key.getAlgorithm() + " PRIVATE KEY", Arrays.copyOfRange(encoded, from, encoded.length));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    /** Writes {@code NAME.crt} and {@code NAME.key}. */
    public TestCertificate write(Path folder, String name) {
        try {
            Files.writeString(folder.resolve(name + ".crt"), certificatePem());
            Files.writeString(folder.resolve(name + ".key"), keyPem());
            return this;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** For a client that trusts this certificate, and shows those that are given. */
    public SSLContext trusting(TestCertificate... shown) {
        try {
            KeyStore trusted = KeyStore.getInstance("JKS");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keyManagers = {new Shown(List.of(shown))};
            context.init(keyManagers, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Shows its certificate whoever the server asks for; Java's own would keep it back. */
    /** For a server that shows it. */
    public SSLContext serving() throws GeneralSecurityException, IOException {
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        keyStore.load(null, null);
        keyStore.setKeyEntry("server", key, new char[0], new X509Certificate[] {certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static final class Shown extends X509ExtendedKeyManager {

        private final List<TestCertificate> certificates;

        Shown(List<TestCertificate> certificates) {
            this.certificates = certificates;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return chooseClientAlias(types, issuers, null);
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return certificates.stream()
                    .map(one -> one.key.getAlgorithm())
                    .filter(Arrays.asList(types)::contains)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificates.get(0).certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return certificates.get(0).key;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
