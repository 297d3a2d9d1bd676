package trro.exporter.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import trro.exporter.api.ApiException.Kind;

/**
 * One HTTP exchange that ends in time and in bounded memory. Thread-safe.
 *
 * @param client shared by everything that talks to the vendor, so that connections are shared too
 * @param timeout for the whole exchange, from connecting to the last byte of the body
 * @param maxBodyBytes a longer answer is refused
 */
public record HttpTransport(HttpClient client, Duration timeout, int maxBodyBytes) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int MAX_BODY_BYTES = 8 << 20;

    /** Unless set by the operator: the vendor closes idle connections, and a call on a closed one fails. */
    private static final String KEEP_ALIVE_SECONDS = "30";

    /**
     * A transport with a client of its own that honours the usual proxy settings and follows no redirects.
     *
     * @param environment as of {@link System#getenv()}
     * @throws IllegalArgumentException if a proxy variable cannot be understood
     */
    public static HttpTransport create(Map<String, String> environment) {
        if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
            System.setProperty("jdk.httpclient.keepalive.timeout", KEEP_ALIVE_SECONDS);
        }
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(new ProxySettings(environment, Objects.requireNonNull(ProxySelector.getDefault())))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return new HttpTransport(client, TIMEOUT, MAX_BODY_BYTES);
    }

    /** The same client with other limits. */
    public HttpTransport withLimits(Duration newTimeout, int newMaxBodyBytes) {
        return new HttpTransport(client, newTimeout, newMaxBodyBytes);
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws ApiException of kind NETWORK if there is no whole answer, MALFORMED if it is too large
     */
    public HttpResponse<byte[]> exchange(HttpRequest request) throws ApiException, InterruptedException {
        // The request's own timeout ends with the headers; the body's, which began before, covers the rest.
        // Asynchronous
        // sending would start a thread for every call on machines of one or two processors.
        BoundedBody body = new BoundedBody(maxBodyBytes, timeout);
        HttpRequest timed = HttpRequest.newBuilder(request, (name, value) -> true)
                .timeout(timeout)
                .build();
        try {
            return client.send(timed, response -> body);
        } catch (IOException e) {
            throwIfOutOfMemory(e);
            throw failure(request.uri(), e);
        }
    }

    /** The client's own threads catch it, and the client is of no use afterwards. */
    private static void throwIfOutOfMemory(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError fatal) {
                throw fatal;
            }
        }
    }

    /** The failure in our terms: what happened, to which host, and what to check. */
    ApiException failure(URI uri, IOException cause) {
        String host = authority(uri);
        if (hasCause(cause, BoundedBody.TooLargeException.class)) {
            return Envelope.malformed(host + " sent more than " + maxBodyBytes + " bytes", Optional.empty());
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return timeout(host + " could not be connected to in time", cause);
        }
        if (cause instanceof HttpTimeoutException || hasCause(cause, TimeoutException.class)) {
            return timeout(host + " gave no whole answer within " + seconds(timeout), cause);
        }
        if (hasCause(cause, UnresolvedAddressException.class)) {
            return network(host + " cannot be resolved; check the name, DNS and the proxy settings", cause);
        }
        if (hasCause(cause, SSLException.class)) {
            String advice = "check the clock, the trusted certificates, and whether a proxy intercepts TLS";
            return network(
                    host + " offers no TLS connection that can be trusted" + words(cause) + "; " + advice, cause);
        }
        if (cause instanceof ConnectException) {
            return network(
                    host + " could not be connected to" + words(cause)
                            + "; check that it is up, firewalls and the proxy settings",
                    cause);
        }
        return network(
                host + " broke the connection" + words(cause) + "; check proxies and firewalls if it goes on", cause);
    }

    private static ApiException timeout(String problem, Throwable cause) {
        return because(
                cause,
                ErrorCodes.TIMEOUT,
                problem + "; check the network, firewalls and the proxy settings if it goes on");
    }

    private static ApiException network(String message, Throwable cause) {
        return because(cause, ErrorCodes.NETWORK, message);
    }

    private static ApiException because(Throwable cause, String code, String message) {
        ApiException exception = new ApiException(Kind.NETWORK, code, message, Optional.empty());
        exception.initCause(cause);
        return exception;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String words(Throwable cause) {
        return cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    }

    private static String authority(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
