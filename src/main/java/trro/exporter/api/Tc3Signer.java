package trro.exporter.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import trro.exporter.model.Secret;

/**
 * TC3-HMAC-SHA256 for {@code POST /} without a query string, as a pure function of request, key and instant.
 *
 * <p>The signed date is the UTC date of the very timestamp that is sent, whatever zone or locale this runs in. The
 * token of temporary keys is not signed.
 *
 * @see <a href="https://tencentcloud.com/document/product/582/34494">Signature Method v3</a>
 */
public final class Tc3Signer {

    /** The service in TRRO's scope, on every one of its hosts. */
    public static final String TRRO = "trro";

    private static final String ALGORITHM = "TC3-HMAC-SHA256";
    private static final String TERMINATOR = "tc3_request";

    private Tc3Signer() {}

    /**
     * The value of the Authorization header.
     *
     * @param timestamp the instant that X-TC-Timestamp says
     * @param headers the headers that are signed: content-type and host are compulsory, values exactly as sent
     */
    public static String authorization(
            Credentials credentials, Instant timestamp, String service, Map<String, String> headers, byte[] body) {
        return ALGORITHM + " Credential=" + credentials.secretId().reveal() + "/" + scope(timestamp, service)
                + ", SignedHeaders=" + signedHeaders(headers)
                + ", Signature=" + signature(credentials.secretKey(), timestamp, service, headers, body);
    }

    /**
     * The signature alone, in lower-case hex: what a server recomputes for the headers that a client says it signed.
     */
    public static String signature(
            Secret secretKey, Instant timestamp, String service, Map<String, String> headers, byte[] body) {
        byte[] key = signingKey(secretKey, timestamp, service);
        String text = stringToSign(timestamp, service, canonicalRequest(headers, body));
        return HexFormat.of().formatHex(hmac(key, text));
    }

    /** The place and day of a signature: {@code DATE/SERVICE/tc3_request}. */
    public static String scope(Instant timestamp, String service) {
        return date(timestamp) + "/" + service + "/" + TERMINATOR;
    }

    static String canonicalRequest(Map<String, String> headers, byte[] body) {
        StringBuilder text = new StringBuilder("POST\n/\n\n");
        canonical(headers)
                .forEach((name, value) ->
                        text.append(name).append(':').append(value).append('\n'));
        return text.append('\n')
                .append(signedHeaders(headers))
                .append('\n')
                .append(sha256(body))
                .toString();
    }

    static String stringToSign(Instant timestamp, String service, String canonicalRequest) {
        return String.join(
                "\n",
                ALGORITHM,
                Long.toString(timestamp.getEpochSecond()),
                scope(timestamp, service),
                sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] signingKey(Secret secretKey, Instant timestamp, String service) {
        byte[] dateKey = hmac(("TC3" + secretKey.reveal()).getBytes(StandardCharsets.UTF_8), date(timestamp));
        return hmac(hmac(dateKey, service), TERMINATOR);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot compute SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot compute HmacSHA256", e);
        }
    }

    private static String date(Instant timestamp) {
        // LocalDate's text form is ISO 8601 in every locale; a formatter could bring other digits.
        return timestamp.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String signedHeaders(Map<String, String> headers) {
        return String.join(";", canonical(headers).keySet());
    }

    /** Names and values in lower case and trimmed, by name in ASCII order. */
    private static SortedMap<String, String> canonical(Map<String, String> headers) {
        SortedMap<String, String> sorted = new TreeMap<>();
        headers.forEach((name, value) ->
                sorted.put(name.strip().toLowerCase(Locale.ROOT), value.strip().toLowerCase(Locale.ROOT)));
        return sorted;
    }
}
