package trro.exporter.credentials;

import java.nio.file.Path;
import java.util.Optional;
import trro.exporter.api.ApiException;
import trro.exporter.api.Credentials;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.model.Secret;

/** One file for each part of the key, read at every call, so that a rotated secret counts from the next call on. */
record SecretFilesCredentials(Path secretIdFile, Path secretKeyFile, Optional<Path> tokenFile)
        implements CredentialsProvider {

    @Override
    public Credentials credentials() throws ApiException {
        Optional<Secret> token = tokenFile.isPresent() ? Optional.of(part(tokenFile.get())) : Optional.empty();
        return new Credentials(part(secretIdFile), part(secretKeyFile), token);
    }

    @Override
    public Optional<Secret> lastingKeyId() {
        return KeyParts.lastingId(this::credentials);
    }

    private static Secret part(Path file) throws ApiException {
        return KeyParts.part(file.toString(), SmallFile.read(file));
    }
}
