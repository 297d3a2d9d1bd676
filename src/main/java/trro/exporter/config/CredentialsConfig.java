package trro.exporter.config;

import java.nio.file.Path;
import java.util.Optional;

/** Where an account's key comes from. */
public sealed interface CredentialsConfig {

    /** TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and optionally TENCENTCLOUD_TOKEN or TENCENTCLOUD_SECURITY_TOKEN. */
    record Env() implements CredentialsConfig {}

    /**
     * The profile file of Tencent Cloud's SDKs.
     *
     * @param path the file, or empty for ~/.tencentcloud/credentials and then /etc/tencentcloud/credentials
     * @param profile the section of the file; default {@code default}
     */
    record File(Optional<Path> path, String profile) implements CredentialsConfig {}

    /** One file for each part of the key, as mounted secrets have it; read again when they change. */
    record Static(Path secretIdFile, Path secretKeyFile, Optional<Path> tokenFile) implements CredentialsConfig {}

    /**
     * The role bound to the CVM instance that this runs on.
     *
     * @param role its name, or empty to ask the metadata service
     */
    record CvmRole(Optional<String> role) implements CredentialsConfig {}

    /** The service account of a TKE pod: TKE_REGION, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE and TKE_ROLE_ARN. */
    record TkeOidc() implements CredentialsConfig {}
}
