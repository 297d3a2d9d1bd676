package trro.exporter.credentials;

import java.time.Instant;
import trro.exporter.api.ApiException;
import trro.exporter.api.Credentials;

/**
 * A key that a service lent us.
 *
 * @param expiry from when on it is refused
 */
record TemporaryKey(Credentials credentials, Instant expiry) {

    /** A place that such keys come from. */
    @FunctionalInterface
    interface Source {

        /** Asks for a key, once. */
        TemporaryKey fetch() throws ApiException, InterruptedException;
    }
}
