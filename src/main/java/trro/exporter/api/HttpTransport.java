package trro.exporter.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PrintableText;
import trro.exporter.pacing.Permit;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;

/**
 * One HTTP exchange that ends in time and in bounded memory. Thread-safe.
 */
public final class HttpTransport {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** More than the largest page can have: 100 rows with ten names of 128 characters, each written as a \\u escape. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    /** Unless set by the operator: the vendor closes idle connections, and a call on a closed one fails. */
    private static final String KEEP_ALIVE_SECONDS = "30";

    private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";

    private final LazyHttpClient client; // shared by everything that talks to the vendor, and its connections with it
    private final Map<String, KeptConnections> keptConnections; // by host
    private final Semaphore room; // in bytes, for all answers together
    private final TimeSource time;
    private final Duration timeout; // for the whole exchange, from connecting to the last byte of the body
    private final int maxBodyBytes; // a longer answer is refused

    private HttpTransport(
            LazyHttpClient client,
            Map<String, KeptConnections> keptConnections,
            Semaphore room,
            TimeSource time,
            Duration timeout,
            int maxBodyBytes) {
        this.client = client;
        this.keptConnections = keptConnections;
        this.room = room;
        this.time = time;
        this.timeout = timeout;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * A transport with a client of its own that honours the usual proxy settings and follows no redirects.
     *
     * @param environment as of {@link System#getenv()}
     * @throws IllegalArgumentException if a proxy variable cannot be understood, or a trust store or key store of
     *     Java's system properties cannot be read; the message says what to do
     */
    public static HttpTransport create(Map<String, String> environment) {
        if (System.getProperty(KEEP_ALIVE) == null) {
            System.setProperty(KEEP_ALIVE, KEEP_ALIVE_SECONDS);
        }
        TrustedCertificates.check(System.getProperties());
        ProxySettings proxies = new ProxySettings(environment, Objects.requireNonNull(ProxySelector.getDefault()));
        return new HttpTransport(
                new LazyHttpClient(proxies),
                new ConcurrentHashMap<>(),
                BoundedBody.roomInHeap(),
                new SystemTime(),
                TIMEOUT,
                MAX_BODY_BYTES);
    }

    /** The same client with other limits. */
    public HttpTransport withLimits(Duration newTimeout, int newMaxBodyBytes) {
        return new HttpTransport(client, keptConnections, room, time, newTimeout, newMaxBodyBytes);
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param permit told when the request leaves; it must have a body
     * @throws ApiException as {@link #exchange(HttpRequest)}
     */
    HttpResponse<byte[]> exchange(HttpRequest request, Permit permit) throws ApiException, InterruptedException {
        // As the HTTP client has it; zero if the operator's value is no number, so that no connection counts as kept.
        Duration keepAlive = Duration.ofSeconds(Integer.getInteger(KEEP_ALIVE, 0));
        KeptConnections kept =
                keptConnections.computeIfAbsent(authority(request.uri()), host -> new KeptConnections(keepAlive));
        CountedBody leaving =
                new CountedBody(request.bodyPublisher().orElseThrow(), permit, kept.take(time.nanoTime()));
        try (BoundedBody answer = new BoundedBody(maxBodyBytes, room, timeout)) {
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(request, (name, value) -> true).method(request.method(), leaving);
            try {
                HttpResponse<byte[]> response = send(builder, answer);
                check(request.uri(), response);
                if (response.headers().allValues("Connection").stream().noneMatch("close"::equalsIgnoreCase)) {
                    kept.put(time.nanoTime());
                }
                return response;
            } catch (HttpTimeoutException e) {
                throw failure(request.uri(), e);
            } catch (IOException e) {
                throwIfOutOfMemory(e);
                if (leaving.heldBack()) {
                    throw new InterruptedException("not sent"); // nothing failed, and nobody waits for it
                }
                kept.clear();
                boolean closed = leaving.leftOnKeptConnection() && !answer.begun() && !(e instanceof ProtocolException);
                throw failure(request.uri(), closed ? new ApiException.ConnectionWasClosedException(e) : e);
            }
        }
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws ApiException of kind NETWORK if there is no whole answer, MALFORMED if it is too large
     */
    public HttpResponse<byte[]> exchange(HttpRequest request) throws ApiException, InterruptedException {
        try (BoundedBody answer = new BoundedBody(maxBodyBytes, room, timeout)) {
            HttpResponse<byte[]> response = send(HttpRequest.newBuilder(request, (name, value) -> true), answer);
            check(request.uri(), response);
            return response;
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

    /**
     * The request's own timeout ends with the headers; the body's, which began before, covers the rest. Asynchronous
     * sending would start a thread for every call on machines of one or two processors.
     */
    private HttpResponse<byte[]> send(HttpRequest.Builder request, BoundedBody body)
            throws IOException, InterruptedException {
        HttpClient http = client.get();
        client.checkAfter(body.getBody());
        try {
            return http.send(request.timeout(timeout).build(), response -> body);
        } catch (IllegalArgumentException e) { // the client's way with a length that is no number, and with odd hosts
            String problem = e.getCause() instanceof NumberFormatException
                    ? "the answer has a header that cannot be read"
                    : String.valueOf(e.getMessage());
            throw (IOException) new ProtocolException(problem).initCause(e);
        }
    }

    /** A proxy that asks for a password: the client has no body for its answer where it was to open a tunnel. */
    private static void check(URI uri, HttpResponse<byte[]> response) throws ApiException {
        if (response.statusCode() == HttpURLConnection.HTTP_PROXY_AUTH || response.body() == null) {
            String message = "the proxy to " + authority(uri) + " wants a password (HTTP " + response.statusCode()
                    + "), which is not supported; use a proxy that lets this machine through without one";
            throw new ApiException(Kind.NETWORK, ErrorCodes.NETWORK, message, Optional.empty());
        }
    }

    /** The failure in our terms: what happened, to which host, and what to check. */
    ApiException failure(URI uri, IOException cause) {
        String host = authority(uri);
        if (hasCause(cause, BoundedBody.TooLargeException.class)) {
            return Envelope.malformed(host + " sent more than " + maxBodyBytes + " bytes", Optional.empty());
        }
        if (hasCause(cause, BoundedBody.NoRoomException.class)) {
            return network(
                    host + " and others sent so much at the same time that it was not read; it is asked again", cause);
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return timeout(host + " could not be connected to in time", cause);
        }
        if (cause instanceof HttpTimeoutException || hasCause(cause, TimeoutException.class)) {
            return timeout(host + " gave no whole answer within " + timeout.toMillis() / 1000.0 + " s", cause);
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
        String advice = "; check the network, firewalls and the proxy settings if it goes on";
        return because(cause, ErrorCodes.TIMEOUT, problem + advice);
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
        return cause.getMessage() == null ? "" : " (" + PrintableText.of(cause.getMessage()) + ")";
    }

    private static String authority(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
