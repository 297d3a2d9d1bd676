package trro.exporter.web;

import java.util.List;
import java.util.Optional;

/**
 * What the operator can do about an error that TRRO reported.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68119">TRRO error codes</a>
 */
final class NextStep {

    private record Advice(String code, String step) {}

    // Codes are hierarchical by dot and new sub-codes can come, so the first that is the code or its beginning counts.
    private static final List<Advice> ADVICE = List.of(
            new Advice("AuthFailure.SignatureExpire", "Set this machine's clock: it is more than 5 minutes off."),
            new Advice("AuthFailure.TokenFailure", "Renew the temporary credentials; their token was refused."),
            new Advice(
                    "AuthFailure.UnauthorizedOperation",
                    "Allow trro:DescribeSessionStatisticsByInterval on resource * in CAM."),
            new Advice("AuthFailure", "Check the secret id and the secret key of the account."),
            new Advice("UnauthorizedOperation", "Allow trro:DescribeSessionStatisticsByInterval on resource * in CAM."),
            new Advice("Credentials", "Check the account's credentials settings."),
            new Advice("ResourceNotFound", "Check that this id exists in TRRO's console."),
            new Advice("InvalidParameter", "Check the project id and the device id."),
            new Advice("InvalidParameterValue", "Check the project id and the device id."),
            new Advice("UnsupportedRegion", "Correct the account's region, or leave it out."),
            new Advice(
                    "RequestLimitExceeded",
                    "Nothing to do if it passes; else lower requests_per_second, the limit is shared with other tools."),
            new Advice("IpInBlacklist", "Allow this machine's address in CAM."),
            new Advice("IpNotInWhitelist", "Allow this machine's address in CAM."),
            new Advice("Timeout", "Check the way to the endpoint if it lasts: proxy, firewall, DNS."),
            new Advice("Network", "Check the way to the endpoint if it lasts: proxy, firewall, DNS."));

    private NextStep() {}

    static Optional<String> of(String code) {
        return ADVICE.stream()
                .filter(advice -> code.equals(advice.code()) || code.startsWith(advice.code() + "."))
                .map(Advice::step)
                .findFirst();
    }
}
