package trro.exporter.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks TC3-HMAC-SHA256 as the vendor's page describes it, from what arrived.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/582/34494">Signature v3</a>
 */
final class StandInSignature {

    private static final Pattern AUTHORIZATION =
            Pattern.compile("TC3-HMAC-SHA256 Credential=([^/]+)/(\\d{4}-\\d{2}-\\d{2})/([a-z]+)/tc3_request, "
                    + "SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    private StandInSignature() {}

    /** @param headers names in any case */
    static void check(StandInKey key, Map<String, String> headers, byte[] body, Instant now)
            throws StandInRefusal, GeneralSecurityException {
        Matcher parts = AUTHORIZATION.matcher(headers.getOrDefault("Authorization", ""));
        if (!parts.matches()) {
            throw new StandInRefusal("AuthFailure.InvalidAuthorization");
        }
        if (!parts.group(1).equals(key.secretId())) {
            throw new StandInRefusal("AuthFailure.SecretIdNotFound");
        }
        String timestamp = headers.getOrDefault("X-TC-Timestamp", "0");
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(signedAt, now).abs().compareTo(MOST_SKEW) > 0) {
            throw new StandInRefusal("AuthFailure.SignatureExpire");
        }
        String date = LocalDate.ofInstant(signedAt, ZoneOffset.UTC).toString();
        List<String> signed = List.of(parts.group(4).split(";"));
        boolean scopeIsRight = parts.group(2).equals(date)
                && parts.group(3).equals("trro")
                && signed.containsAll(List.of("content-type", "host"))
                && signed.equals(signed.stream().sorted().toList());
        String text = String.join(
                "\n",
                "TC3-HMAC-SHA256",
                timestamp,
                date + "/trro/tc3_request",
                sha256(canonical(headers, signed, body).getBytes(UTF_8)));
        byte[] dateKey = hmac(("TC3" + key.secretKey()).getBytes(UTF_8), date);
        byte[] signingKey = hmac(hmac(dateKey, "trro"), "tc3_request");
        String expected = HexFormat.of().formatHex(hmac(signingKey, text));
        if (!scopeIsRight || !expected.equals(parts.group(5))) {
            throw new StandInRefusal("AuthFailure.SignatureFailure");
        }
        if (!key.token().orElse("").equals(headers.getOrDefault("X-TC-Token", ""))) {
            throw new StandInRefusal("AuthFailure.TokenFailure");
        }
    }

    private static String canonical(Map<String, String> headers, List<String> signed, byte[] body)
            throws GeneralSecurityException {
        StringBuilder lines = new StringBuilder("POST\n/\n\n");
        for (String name : signed) {
            String value = headers.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT);
            lines.append(name).append(':').append(value).append('\n');
        }
        return lines + "\n" + String.join(";", signed) + "\n" + sha256(body);
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
