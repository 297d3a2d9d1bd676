package trro.exporter.credentials;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trro.exporter.api.Credentials;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.api.HttpTransport;
import trro.exporter.model.Secret;
import trro.exporter.time.TimeSource;

/** The sources of keys. Making one looks nothing up: a missing key is reported by the first call that needs it. */
public final class CredentialsProviders {

    /** Answers from inside CVM instances alone, over clear HTTP. */
    public static final URI METADATA_SERVICE = URI.create("http://metadata.tencentyun.com");

    /** Hands out keys for a pod's service account; the vendor's SDKs use this host on both sites. */
    public static final URI STS = URI.create("https://sts.tencentcloudapi.com");

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_BODY_BYTES = 64 << 10;

    private CredentialsProviders() {}

    /**
     * The key in the environment.
     *
     * @param environment as of {@link System#getenv()}
     */
    public static CredentialsProvider env(Map<String, String> environment) {
        return new EnvironmentCredentials(environment);
    }

    /**
     * The key in the profile file of the vendor's SDKs.
     *
     * @param path the file, or empty for ~/.tencentcloud/credentials and then /etc/tencentcloud/credentials
     * @param profile the section in it
     */
    public static CredentialsProvider profileFile(Optional<Path> path, String profile) {
        List<Path> defaults = List.of(
                Path.of(System.getProperty("user.home", ""), ".tencentcloud", "credentials"),
                Path.of("/etc/tencentcloud/credentials"));
        return new ProfileCredentials(path.map(List::of).orElse(defaults), profile);
    }

    /** The key in one file for each part, as mounted secrets have it. */
    public static CredentialsProvider secretFiles(Path secretIdFile, Path secretKeyFile, Optional<Path> tokenFile) {
        KeyParts.Key key = () -> {
            Optional<Secret> token =
                    tokenFile.isPresent() ? Optional.of(KeyParts.part(tokenFile.get())) : Optional.empty();
            return new Credentials(KeyParts.part(secretIdFile), KeyParts.part(secretKeyFile), token);
        };
        return key;
    }

    /**
     * Temporary keys of the role that is bound to the CVM instance.
     *
     * @param service {@link #METADATA_SERVICE}, but for tests
     * @param role its name, or empty to ask the service
     */
    public static CredentialsProvider cvmRole(
            HttpTransport transport, URI service, Optional<String> role, TimeSource time) {
        return new RefreshingCredentials(new CvmRole(limited(transport), service, role), time);
    }

    /**
     * Temporary keys of a TKE pod's service account.
     *
     * @param sts {@link #STS}, but for tests
     */
    public static CredentialsProvider tkeOidc(
            HttpTransport transport, URI sts, Map<String, String> environment, TimeSource time) {
        return new RefreshingCredentials(new TkeOidc(limited(transport), sts, environment, time), time);
    }

    private static HttpTransport limited(HttpTransport transport) {
        return transport.withLimits(TIMEOUT, MAX_BODY_BYTES);
    }
}
