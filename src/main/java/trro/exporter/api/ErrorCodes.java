package trro.exporter.api;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static trro.exporter.api.ApiException.Kind.INVALID_REQUEST;
import static trro.exporter.api.ApiException.Kind.NOT_FOUND;
import static trro.exporter.api.ApiException.Kind.SERVER;
import static trro.exporter.api.ApiException.Kind.THROTTLED;
import static trro.exporter.api.ApiException.Kind.UNAUTHORIZED;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import trro.exporter.api.ApiException.Kind;

/**
 * The codes that a call can end with: a closed set for a label, and what to do about each of the vendor's.
 *
 * <p>The vendor's codes are hierarchical by dot and sub-codes may be new, so a code counts as its longest known prefix.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/213/33281#common-error-codes">Common error codes</a>
 * @see <a href="https://tencentcloud.com/document/api/1252/68119">TRRO's error codes</a>
 */
public final class ErrorCodes {

    /** Not an error: the call was answered. */
    public static final String OK = "OK";
    /** No answer in time. */
    public static final String TIMEOUT = "Timeout";
    /** No answer of TRRO: no connection, a broken one, or something on the way answered in its place. */
    public static final String NETWORK = "Network";
    /** An answer that cannot be read as one. */
    public static final String MALFORMED = "Malformed";
    /** There was no key to sign with, so nothing was sent. */
    public static final String CREDENTIALS = "Credentials";
    /** The label of every code that the vendor does not document. */
    public static final String OTHER = "Other";

    private static final Set<String> OURS = Set.of(OK, TIMEOUT, NETWORK, MALFORMED, CREDENTIALS);

    private static final Map<Kind, List<String>> DOCUMENTED = Map.of(
            THROTTLED,
            List.of(
                    "RequestLimitExceeded",
                    "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
                    "RequestLimitExceeded.IPLimitExceeded",
                    "RequestLimitExceeded.UinLimitExceeded"),
            UNAUTHORIZED,
            List.of(
                    "AuthFailure",
                    "AuthFailure.InvalidAuthorization",
                    "AuthFailure.InvalidSecretId",
                    "AuthFailure.MFAFailure",
                    "AuthFailure.SecretIdNotFound",
                    "AuthFailure.SignatureExpire",
                    "AuthFailure.SignatureFailure",
                    "AuthFailure.TokenFailure",
                    "AuthFailure.UnauthorizedOperation",
                    "IpInBlacklist",
                    "IpNotInWhitelist",
                    "UnauthorizedOperation"),
            NOT_FOUND,
            List.of("ResourceNotFound"),
            SERVER,
            List.of(
                    "FailedOperation",
                    "InternalError",
                    "ResourceInUse",
                    "ResourceInsufficient",
                    "ResourceUnavailable",
                    "ServiceUnavailable"),
            INVALID_REQUEST,
            List.of(
                    "ActionOffline",
                    "DryRunOperation",
                    "InvalidAction",
                    "InvalidParameter",
                    "InvalidParameterValue",
                    "InvalidRequest",
                    "LimitExceeded",
                    "MissingParameter",
                    "NoSuchProduct",
                    "NoSuchVersion",
                    "OperationDenied",
                    "OperationDenied.LicensesNotEnoughError",
                    "RequestSizeLimitExceeded",
                    "ResponseSizeLimitExceeded",
                    "UnknownParameter",
                    "UnsupportedOperation",
                    "UnsupportedProtocol",
                    "UnsupportedRegion"));

    private static final Map<String, Kind> KINDS = DOCUMENTED.entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(code -> Map.entry(code, entry.getKey())))
            .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private ErrorCodes() {}

    /** Every value that {@link #label} can have, in alphabetical order. */
    public static Set<String> labels() {
        Set<String> labels = new TreeSet<>(KINDS.keySet());
        labels.addAll(OURS);
        labels.add(OTHER);
        return labels;
    }

    /**
     * A code that TRRO sent: itself, but {@code Other} where it is one of our own words, which would be taken for ours.
     */
    static String sent(String code) {
        return OURS.contains(code) ? OTHER : code;
    }

    /** The code as a label value: itself or its longest known prefix, {@code Other} if there is none. */
    public static String label(String code) {
        return OURS.contains(code) ? code : known(code).orElse(OTHER);
    }

    /**
     * The consequence of a code of the vendor's; a code that nobody documented may pass by itself, so it counts as
     * SERVER.
     */
    static Kind kind(String code) {
        return known(code).map(KINDS::get).orElse(SERVER);
    }

    private static Optional<String> known(String code) {
        return Stream.iterate(code, prefix -> !prefix.isEmpty(), ErrorCodes::parent)
                .filter(KINDS::containsKey)
                .findFirst();
    }

    private static String parent(String code) {
        return code.substring(0, Math.max(0, code.lastIndexOf('.')));
    }
}
