package trro.exporter.api;

import java.util.List;
import trro.exporter.api.ApiException.Kind;

/**
 * The advice to the operator about an error that TRRO reported: the end of its message, after a semicolon.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68119">TRRO error codes</a>
 */
final class NextStep {

    private record Advice(String code, String step) {}

    private static final String ALLOW = "allow the action on resource * in CAM";
    private static final String ADDRESS = "allow this machine's address in CAM";

    // Where more is known than the kind says. The first counts that is the code or its beginning.
    private static final List<Advice> BY_CODE = List.of(
            new Advice("AuthFailure.TokenFailure", "renew the temporary credentials; their token was refused"),
            new Advice("AuthFailure.UnauthorizedOperation", ALLOW),
            new Advice("UnauthorizedOperation", ALLOW),
            new Advice("AuthFailure", "check the secret id and the secret key of the account"),
            new Advice("UnsupportedRegion", "correct the account's region, or leave it out"),
            new Advice("IpInBlacklist", ADDRESS),
            new Advice("IpNotInWhitelist", ADDRESS));

    private NextStep() {}

    /** @param kind the class of the code */
    static String of(String code, Kind kind) {
        return BY_CODE.stream()
                .filter(advice -> code.equals(advice.code()) || code.startsWith(advice.code() + "."))
                .map(Advice::step)
                .findFirst()
                .orElseGet(() -> of(kind));
    }

    private static String of(Kind kind) {
        return switch (kind) {
            case THROTTLED ->
                "everything that uses this account shares the limit: consoles, scripts, other exporters;"
                        + " lower requests_per_second if it goes on";
            case UNAUTHORIZED -> "check the key, and that its CAM policy allows the action on resource *";
            case INVALID_REQUEST -> "check endpoint, region and ids in the configuration";
            case NOT_FOUND -> "check the project and device ids, and that endpoint is the site of this account";
            case SERVER, NETWORK, MALFORMED -> "it will be asked again";
        };
    }
}
