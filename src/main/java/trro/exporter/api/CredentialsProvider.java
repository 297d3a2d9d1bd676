package trro.exporter.api;

import java.util.Optional;
import trro.exporter.model.Secret;

/** The source of a key. Thread-safe. */
public interface CredentialsProvider {

    /**
     * The key to sign with now.
     *
     * @throws ApiException of kind UNAUTHORIZED and code {@code Credentials} if there is none; the message says where
     *     it was looked for and what to do next, and never shows a secret
     */
    Credentials credentials() throws ApiException, InterruptedException;

    /**
     * TRRO refused {@code refused}: the next {@link #credentials()} looks for a newer key if there can be one.
     * Nothing is to be done where there can be none, or where the key is read at every call anyway.
     */
    default void refused(Credentials refused) {}

    /**
     * The id of the key, where it can be told at once and names the account for good; empty for temporary keys, whose
     * ids change, and where there is none.
     */
    default Optional<Secret> lastingKeyId() {
        return Optional.empty();
    }
}
