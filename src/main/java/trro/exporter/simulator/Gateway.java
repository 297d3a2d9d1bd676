package trro.exporter.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import trro.exporter.api.Credentials;
import trro.exporter.api.Tc3Signer;
import trro.exporter.model.Secret;

/**
 * Decides who may call what, as the gateway of API 3.0 does before a product sees a request: pure, given the time.
 *
 * @see <a href="https://www.tencentcloud.com/document/api/457/66303">Common parameters</a>
 */
final class Gateway {

    private static final String VERSION = "2022-03-25";
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);
    private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    private final Map<String, Credentials> accounts = new HashMap<>();
    private final Set<String> actions;

    Gateway(List<Credentials> accounts, Set<String> actions) {
        accounts.forEach(account -> this.accounts.put(account.secretId().reveal(), account));
        this.actions = Set.copyOf(actions);
    }

    /**
     * A caller and its action, proven by a signature.
     *
     * @param action one of the known ones
     * @param secretId stands for the sub-account that is counted
     */
    record Admission(String action, String secretId) {}

    Admission admit(ReceivedRequest request, Instant now) throws Refusal {
        checkProtocol(request);
        String action = request.requiredHeader("x-tc-action", "Action");
        String version = request.requiredHeader("x-tc-version", "Version");
        Instant timestamp = timestamp(request.requiredHeader("x-tc-timestamp", "Timestamp"));
        Authorization authorization = Authorization.parse(
                request.header("authorization").orElseThrow(() -> Authorization.invalid("it is missing")));
        checkTarget(action, version);
        if (!authorization.scope().equals(Tc3Signer.scope(timestamp, Tc3Signer.TRRO))) {
            throw Authorization.invalid("its scope must be " + Tc3Signer.scope(timestamp, Tc3Signer.TRRO)
                    + ", the UTC date of X-TC-Timestamp and the service of the host");
        }
        if (Duration.between(timestamp, now).abs().compareTo(MAX_SKEW) > 0) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_EXPIRE,
                    "Signature expired. Timestamp must be within five minutes of the server's time.");
        }
        Credentials account = account(authorization.secretId(), request.header("x-tc-token"));
        checkSignature(request, authorization, account.secretKey(), timestamp);
        return new Admission(action, authorization.secretId());
    }

    private static void checkProtocol(ReceivedRequest request) throws Refusal {
        if (!request.method().equals("POST")) {
            throw new Refusal(
                    ErrorCode.UNSUPPORTED_PROTOCOL, "The simulator takes POST alone, not " + request.method() + ".");
        }
        if (request.body().length > ReceivedRequest.MAX_BODY_BYTES) {
            throw new Refusal(ErrorCode.REQUEST_SIZE_LIMIT_EXCEEDED, "The request body is larger than 10 MB.");
        }
        String contentType =
                request.requiredHeader("content-type", "Content-Type").toLowerCase(Locale.ROOT);
        if (!contentType.split(";", 2)[0].strip().equals("application/json")) {
            throw new Refusal(ErrorCode.INVALID_REQUEST, "Content-Type must be application/json.");
        }
    }

    private void checkTarget(String action, String version) throws Refusal {
        if (!actions.contains(action)) {
            throw new Refusal(ErrorCode.INVALID_ACTION, "The request action=`" + action + "` is invalid or not found.");
        }
        if (!version.equals(VERSION)) {
            throw new Refusal(
                    ErrorCode.NO_SUCH_VERSION, "The request version=`" + version + "` does not exist for trro.");
        }
    }

    private Credentials account(String secretId, Optional<String> token) throws Refusal {
        Credentials account = accounts.get(secretId);
        if (account == null) {
            throw new Refusal(
                    ErrorCode.SECRET_ID_NOT_FOUND,
                    "The SecretId is not found, please ensure that your SecretId is correct.");
        }
        if (!account.token().equals(token.map(Secret::new))) {
            throw new Refusal(ErrorCode.TOKEN_FAILURE, "The token in the request is invalid.");
        }
        return account;
    }

    /** The official Node SDKs sign the host without its port although they send it with it: both forms are right. */
    private static void checkSignature(
            ReceivedRequest request, Authorization authorization, Secret secretKey, Instant timestamp) throws Refusal {
        Map<String, String> signed = new HashMap<>();
        for (String name : authorization.signedHeaders()) {
            signed.put(name, request.headers().getOrDefault(name, ""));
        }
        byte[] body = request.header("x-tc-content-sha256")
                        .filter(UNSIGNED_PAYLOAD::equals)
                        .isPresent()
                ? UNSIGNED_PAYLOAD.getBytes(StandardCharsets.US_ASCII)
                : request.body();
        String host = signed.getOrDefault("host", "");
        for (String form : List.of(host, host.replaceFirst(":\\d+$", ""))) {
            signed.put("host", form);
            String expected = Tc3Signer.signature(secretKey, timestamp, Tc3Signer.TRRO, signed, body);
            if (MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.US_ASCII),
                    authorization.signature().getBytes(StandardCharsets.US_ASCII))) {
                return;
            }
        }
        throw new Refusal(
                ErrorCode.SIGNATURE_FAILURE,
                "The provided credentials could not be validated. Please check your signature is correct.");
    }

    private static Instant timestamp(String value) throws Refusal {
        if (!value.matches("\\d{1,10}")) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER, "value type of parameter `Timestamp` is not valid");
        }
        return Instant.ofEpochSecond(Long.parseLong(value));
    }

    /**
     * The parts of an Authorization header.
     *
     * @param scope {@code DATE/SERVICE/tc3_request}
     * @param signedHeaders lower-case names, in the order of the header
     * @param signature lower-case hex
     * @see <a href="https://tencentcloud.com/document/product/582/34494">Signature Method v3</a>
     */
    private record Authorization(String secretId, String scope, List<String> signedHeaders, String signature) {

        private static final Pattern FORM =
                Pattern.compile("TC3-HMAC-SHA256 +Credential=(?<id>[^/, ]+)/(?<scope>[^, ]+), *"
                        + "SignedHeaders=(?<headers>[a-z0-9;-]+), *Signature=(?<signature>[0-9a-f]{64})");

        static Authorization parse(String header) throws Refusal {
            Matcher matcher = FORM.matcher(header);
            if (!matcher.matches()) {
                throw invalid("it does not have the form of TC3-HMAC-SHA256");
            }
            List<String> signedHeaders = List.of(matcher.group("headers").split(";"));
            if (!signedHeaders.contains("content-type") || !signedHeaders.contains("host")) {
                throw invalid("content-type and host must be among the signed headers");
            }
            return new Authorization(
                    matcher.group("id"), matcher.group("scope"), signedHeaders, matcher.group("signature"));
        }

        static Refusal invalid(String why) {
            return new Refusal(ErrorCode.INVALID_AUTHORIZATION, "The Authorization header is not valid: " + why + ".");
        }
    }
}
