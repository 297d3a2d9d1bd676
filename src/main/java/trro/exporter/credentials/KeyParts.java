package trro.exporter.credentials;

import java.nio.file.Path;
import java.util.Optional;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.Credentials;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.api.ErrorCodes;
import trro.exporter.model.Secret;

/** Puts a key together from texts that people or services wrote; whitespace around a part is dropped. */
final class KeyParts {

    private KeyParts() {}

    /** A key that is read at every call, so that a rotated one counts from the next call on. */
    interface Key extends CredentialsProvider {

        @Override
        Credentials credentials() throws ApiException;

        /** The id of a key that is there and is not temporary. */
        @Override
        default Optional<Secret> lastingKeyId() {
            try {
                Credentials now = credentials();
                return now.token().isPresent() ? Optional.empty() : Optional.of(now.secretId());
            } catch (ApiException e) { // the first call tells
                return Optional.empty();
            }
        }
    }

    /**
     * One part.
     *
     * @param source the operator's name for it, for the message
     * @throws ApiException of code {@code Credentials} if it is empty or has characters that no key has
     */
    static Secret part(String source, String text) throws ApiException {
        String part = text.strip();
        if (part.isEmpty()) {
            throw problem(source + " is empty; a part of the key belongs there");
        }
        if (!part.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw problem(
                    source + " has a space, a line break or another character inside that no key has; write it again");
        }
        return new Secret(part);
    }

    /** One part, of a file of its own. */
    static Secret part(Path file) throws ApiException {
        return part(file.toString(), SmallFile.read(file));
    }

    /** A part that only temporary keys have: empty for none. */
    static Optional<Secret> token(String source, String text) throws ApiException {
        return text.isBlank() ? Optional.empty() : Optional.of(part(source, text));
    }

    static ApiException problem(String message) {
        return new ApiException(Kind.UNAUTHORIZED, ErrorCodes.CREDENTIALS, message, Optional.empty());
    }
}
