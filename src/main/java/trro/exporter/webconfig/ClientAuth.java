package trro.exporter.webconfig;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The certificate that is asked of clients; names and meaning are those of Go's {@code crypto/tls}. */
public enum ClientAuth {
    NO_CLIENT_CERT("NoClientCert"),
    /** Asked for; none and any will do. */
    REQUEST_CLIENT_CERT("RequestClientCert"),
    /** One must be given, whoever signed it. */
    REQUIRE_ANY_CLIENT_CERT("RequireAnyClientCert"),
    /** One that is given must be signed by a known authority. */
    VERIFY_CLIENT_CERT_IF_GIVEN("VerifyClientCertIfGiven"),
    /** One must be given, signed by a known authority. */
    REQUIRE_AND_VERIFY_CLIENT_CERT("RequireAndVerifyClientCert");

    /** An older name of {@link #REQUIRE_ANY_CLIENT_CERT}, which the toolkit still takes. */
    private static final String OLD_NAME = "RequireClientCert";

    private final String goName;

    ClientAuth(String goName) {
        this.goName = goName;
    }

    public String goName() {
        return goName;
    }

    /** Whether no connection is made without a certificate. */
    public boolean required() {
        return this == REQUIRE_ANY_CLIENT_CERT || this == REQUIRE_AND_VERIFY_CLIENT_CERT;
    }

    /** Whether a certificate must be signed by a known authority. */
    public boolean verified() {
        return this == VERIFY_CLIENT_CERT_IF_GIVEN || this == REQUIRE_AND_VERIFY_CLIENT_CERT;
    }

    static List<String> goNames() {
        return Arrays.stream(values()).map(ClientAuth::goName).toList();
    }

    static Optional<ClientAuth> of(String name) {
        return name.equals(OLD_NAME)
                ? Optional.of(REQUIRE_ANY_CLIENT_CERT)
                : Arrays.stream(values())
                        .filter(value -> value.goName.equals(name))
                        .findFirst();
    }
}
