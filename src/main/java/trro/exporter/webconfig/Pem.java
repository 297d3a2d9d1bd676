package trro.exporter.webconfig;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and private keys in PEM, as Go reads them: blocks of other kinds are passed over, text between blocks,
 * too. No message holds a piece of the text.
 */
final class Pem {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
    private static final byte[] PROBE = "trro-exporter".getBytes(StandardCharsets.US_ASCII);
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /** @param body what stands between its first and its last line */
    private record Block(String kind, String body) {

        /** Whether a passphrase is needed: said by the kind, or in the older form by headers above the key. */
        boolean encrypted() {
            return kind.startsWith("ENCRYPTED ") || body.contains("ENCRYPTED");
        }

        byte[] der() throws GeneralSecurityException {
            try {
                return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) { // its message shows a character
                throw new GeneralSecurityException("damaged");
            }
        }
    }

    private Pem() {}

    /** @throws GeneralSecurityException if a certificate cannot be read, or there is none */
    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.kind().equals("CERTIFICATE")) {
                ByteArrayInputStream der = new ByteArrayInputStream(block.der());
                certificates.add((X509Certificate) factory.generateCertificate(der));
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        return certificates;
    }

    /**
     * The first private key, in the form of PKCS #8, PKCS #1 or SEC 1.
     *
     * @throws GeneralSecurityException if there is none, or it is not the key of {@code owner}
     */
    static PrivateKey key(String text, PublicKey owner) throws GeneralSecurityException {
        for (Block block : blocks(text)) {
            if (block.kind().endsWith("PRIVATE KEY") && block.encrypted()) {
                throw new GeneralSecurityException("encrypted");
            }
            if (block.kind().endsWith("PRIVATE KEY")) {
                byte[] pkcs8 = block.kind().equals("PRIVATE KEY") ? block.der() : wrapped(block.der(), owner);
                PrivateKey key =
                        KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                refuseOthers(key, owner);
                return key;
            }
        }
        throw new GeneralSecurityException("no key");
    }

    private static List<Block> blocks(String text) throws GeneralSecurityException {
        List<Block> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        for (int at = 0; begin.find(at); ) {
            String kind = begin.group(1);
            String end = "-----END " + kind + "-----";
            int bodyEnd = text.indexOf(end, begin.end());
            if (bodyEnd < 0) {
                throw new GeneralSecurityException("cut off");
            }
            blocks.add(new Block(kind, text.substring(begin.end(), bodyEnd)));
            at = bodyEnd + end.length();
        }
        return blocks;
    }

    /** PKCS #8 around an older form: a version, the kind of key, and the key. The kind is the certificate's. */
    private static byte[] wrapped(byte[] key, PublicKey owner) {
        ByteBuffer owned = ByteBuffer.wrap(owner.getEncoded());
        enter(owned);
        int start = owned.position();
        int length = enter(owned);
        byte[] kind = new byte[owned.position() + length - start];
        owned.position(start).get(kind);
        return element(SEQUENCE, VERSION_0, kind, element(OCTET_STRING, key));
    }

    /** Goes into the element that begins here, and returns the length of its content. */
    private static int enter(ByteBuffer der) {
        der.get();
        int length = der.get() & 0xff;
        if (length < 0x80) {
            return length;
        }
        int octets = length & 0x7f;
        length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (der.get() & 0xff);
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length < 0x80) {
            element.write(length);
        } else {
            int octets = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
            element.write(0x80 | octets);
            for (int i = octets - 1; i >= 0; i--) {
                element.write(length >> (8 * i));
            }
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    private static void refuseOthers(PrivateKey key, PublicKey owner) throws GeneralSecurityException {
        String algorithm = switch (owner.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> owner.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(owner);
        signature.update(PROBE);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("another key");
        }
    }
}
