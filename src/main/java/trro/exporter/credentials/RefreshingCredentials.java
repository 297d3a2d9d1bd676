package trro.exporter.credentials;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.api.ApiException;
import trro.exporter.api.Credentials;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.time.TimeSource;

/**
 * Keeps a temporary key fresh: asks for the next one well before it expires, and goes on with the old one while it is
 * valid if that fails. Thread-safe.
 *
 * <p>The one idea: the caller that finds the key due fetches the next one itself, all others meanwhile take the valid
 * key that there is, and wait only when there is none. So there is no thread of its own and never a second fetch.
 */
final class RefreshingCredentials implements CredentialsProvider {

    private static final Logger logger = LoggerFactory.getLogger(RefreshingCredentials.class);

    private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(10);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(30);

    private final TemporaryKey.Source source;
    private final TimeSource time;

    private @Nullable TemporaryKey current;
    /** The reason why the latest fetch failed; null if it did not. */
    private @Nullable String failure;

    private @Nullable Long attemptNanos;
    private @Nullable Long refusalNanos;
    private boolean isRefused;
    private boolean isFetching;

    RefreshingCredentials(TemporaryKey.Source source, TimeSource time) {
        this.source = source;
        this.time = time;
    }

    @Override
    public Credentials credentials() throws ApiException, InterruptedException {
        Optional<Credentials> present = presentOrTurnToFetch();
        return present.isPresent() ? present.get() : fetch();
    }

    @Override
    public synchronized void refused(Credentials refused) {
        boolean isCurrent = current != null && current.credentials().equals(refused);
        if (isCurrent && hasPassed(BETWEEN_REFUSALS, refusalNanos)) {
            refusalNanos = time.nanoTime();
            isRefused = true;
        }
    }

    /** The key to use, or empty if it is the caller's turn to fetch one. */
    private synchronized Optional<Credentials> presentOrTurnToFetch() throws ApiException, InterruptedException {
        while (isFetching && !isValid(current)) {
            wait();
        }
        boolean mayFetch = !isFetching && (isRefused || hasPassed(BETWEEN_ATTEMPTS, attemptNanos));
        if (current != null && isValid(current) && !(mayFetch && (isRefused || isDue(current)))) {
            return Optional.of(current.credentials());
        }
        if (!mayFetch && failure != null) {
            throw KeyParts.problem(failure);
        }
        isFetching = true;
        isRefused = false;
        attemptNanos = time.nanoTime();
        return Optional.empty();
    }

    private Credentials fetch() throws ApiException, InterruptedException {
        try {
            return fetched(source.fetch());
        } catch (ApiException e) {
            return failed(e);
        } finally {
            finish();
        }
    }

    private synchronized Credentials fetched(TemporaryKey key) throws ApiException {
        if (!isValid(key)) {
            throw KeyParts.problem("the temporary key that was handed out expired at " + key.expiry()
                    + "; check this machine's clock");
        }
        if (failure != null) {
            logger.atInfo().addKeyValue("expiry", key.expiry()).log("temporary key renewed again");
        }
        current = key;
        failure = null;
        return key.credentials();
    }

    private synchronized Credentials failed(ApiException e) throws ApiException {
        boolean isFirst = failure == null;
        failure = Objects.requireNonNullElse(e.getMessage(), e.code());
        if (current == null || !isValid(current)) {
            throw e;
        }
        if (isFirst) {
            logger.atWarn()
                    .addKeyValue("reason", failure)
                    .addKeyValue("expiry", current.expiry())
                    .log("temporary key could not be renewed; the present one is used until it expires");
        }
        return current.credentials();
    }

    private synchronized void finish() {
        isFetching = false;
        notifyAll();
    }

    private boolean isValid(@Nullable TemporaryKey key) {
        return key != null && time.now().isBefore(key.expiry());
    }

    private boolean isDue(TemporaryKey key) {
        return !time.now().isBefore(key.expiry().minus(BEFORE_EXPIRY));
    }

    private boolean hasPassed(Duration duration, @Nullable Long sinceNanos) {
        return sinceNanos == null || time.nanoTime() - sinceNanos >= duration.toNanos();
    }
}
