package trro.exporter.simulator;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an Authorization header.
 *
 * @param scope {@code DATE/SERVICE/tc3_request}
 * @param signedHeaders lower-case names, in the order of the header
 * @param signature lower-case hex
 * @see <a href="https://tencentcloud.com/document/product/582/34494">Signature Method v3</a>
 */
record Authorization(String secretId, String scope, List<String> signedHeaders, String signature) {

    private static final Pattern FORM = Pattern.compile("TC3-HMAC-SHA256 +Credential=(?<id>[^/, ]+)/(?<scope>[^, ]+), *"
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
