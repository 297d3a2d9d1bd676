package trro.exporter.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The source of an account's key. */
public sealed interface CredentialsConfig {

    /** The value that the case of this kind makes. */
    <T> T map(Cases<T> cases);

    /** One function for each kind, so that a new kind cannot be forgotten. */
    record Cases<T>(
            Function<Env, T> env,
            Function<File, T> file,
            Function<Static, T> secretFiles,
            Function<CvmRole, T> cvmRole,
            Function<TkeOidc, T> tkeOidc) {}

    /** TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, optionally TENCENTCLOUD_TOKEN or ..._SECURITY_TOKEN. */
    record Env() implements CredentialsConfig {

        @Override
        public <T> T map(Cases<T> cases) {
            return cases.env().apply(this);
        }
    }

    /**
     * The profile file of Tencent Cloud's SDKs.
     *
     * @param path the file, or empty for ~/.tencentcloud/credentials and then /etc/tencentcloud/credentials
     * @param profile the section of the file; default {@code default}
     */
    record File(Optional<Path> path, String profile) implements CredentialsConfig {

        @Override
        public <T> T map(Cases<T> cases) {
            return cases.file().apply(this);
        }
    }

    /** One file for each part of the key, as mounted secrets have it; read again when they change. */
    record Static(Path secretIdFile, Path secretKeyFile, Optional<Path> tokenFile) implements CredentialsConfig {

        @Override
        public <T> T map(Cases<T> cases) {
            return cases.secretFiles().apply(this);
        }
    }

    /**
     * The role bound to the CVM instance that this runs on.
     *
     * @param role its name, or empty to ask the metadata service
     */
    record CvmRole(Optional<String> role) implements CredentialsConfig {

        @Override
        public <T> T map(Cases<T> cases) {
            return cases.cvmRole().apply(this);
        }
    }

    /** The service account of a TKE pod: TKE_REGION, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE and TKE_ROLE_ARN. */
    record TkeOidc() implements CredentialsConfig {

        @Override
        public <T> T map(Cases<T> cases) {
            return cases.tkeOidc().apply(this);
        }
    }
}
