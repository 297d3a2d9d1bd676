package trro.exporter.prometheus;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import trro.exporter.api.ApiException;
import trro.exporter.api.HttpTransport;
import trro.exporter.model.PrintableText;

/** The way to a server: its address and what it wants to be told with each request. Thread-safe. */
public final class Peer {

    /** An answer has some hundred bytes for each target. */
    private static final int MOST_ANSWER_BYTES = 64 << 20;

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int MOST_WORDS = 200;

    private final String option;
    private final URI address;
    private final Map<String, String> headers;
    private final Optional<Path> credentials;
    private final HttpTransport transport;

    /**
     * @param option by which the operator gave the address, for messages
     * @param address of the server; it may hold no password
     * @param headers that every request gets
     * @param credentials file with {@code user:password}, or with a bearer token; read for each request, since a token
     *     may be renewed meanwhile
     * @throws PrometheusException if the address is none of a server
     */
    public Peer(
            String option,
            String address,
            Map<String, String> headers,
            Optional<Path> credentials,
            HttpTransport transport)
            throws PrometheusException {
        this.option = option;
        this.address = checked(option, address);
        this.headers = Map.copyOf(headers);
        this.credentials = credentials;
        this.transport = transport.withLimits(TIMEOUT, MOST_ANSWER_BYTES);
    }

    private static URI checked(String option, String text) throws PrometheusException {
        try {
            URI uri = new URI(text);
            if (uri.getRawUserInfo() != null) {
                throw new PrometheusException(option + ": the address holds a password, which others can read in the"
                        + " list of processes; give it by --remote.credentials-file");
            }
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new PrometheusException(option + ": no address of a server; write one such as http://localhost:9090");
    }

    /** The address without what is secret in it. */
    String host() {
        return address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    }

    /** A request to a path below the address, or to the address itself. */
    HttpRequest.Builder request(String path) throws PrometheusException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                path.isEmpty() ? address : URI.create(address.toString().replaceFirst("/*$", "") + path));
        try {
            headers.forEach(request::header);
            authorization().ifPresent(value -> request.header("Authorization", value));
        } catch (IllegalArgumentException e) { // whose message may show the value
            throw new PrometheusException("--remote.credentials-file or --remote.header: it has characters that no"
                    + " header may have, or sets one that cannot be set");
        }
        return request;
    }

    private Optional<String> authorization() throws PrometheusException {
        if (credentials.isEmpty()) {
            return Optional.empty();
        }
        String text;
        try {
            text = Files.readString(credentials.get()).strip();
        } catch (IOException e) {
            throw new PrometheusException("--remote.credentials-file: " + credentials.get() + " cannot be read as text;"
                    + " it has to hold user:password, or a bearer token");
        }
        if (text.isEmpty()) {
            throw new PrometheusException("--remote.credentials-file: " + credentials.get()
                    + " is empty; it has to hold user:password, or a bearer token");
        }
        return Optional.of(
                text.indexOf(':') < 0 // which no bearer token has
                        ? "Bearer " + text
                        : "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a request. */
    HttpResponse<byte[]> exchange(HttpRequest request) throws PrometheusException, InterruptedException {
        try {
            return transport.exchange(request);
        } catch (ApiException e) {
            throw failure(e.getMessage() + "; run the same command again when it answers");
        }
    }

    /** A failure of this server. */
    PrometheusException failure(String what) {
        return new PrometheusException(option + ": " + what);
    }

    /** An answer that is none of the wanted ones. */
    PrometheusException refusal(HttpResponse<byte[]> answer, String nextStep) {
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            return failure(host() + " answers HTTP " + status + "; "
                    + (credentials.isPresent()
                            ? "correct what is in " + credentials.get()
                            : "give user:password, or a bearer token, by --remote.credentials-file"));
        }
        String words = PrintableText.cut(
                PrintableText.of(new String(answer.body(), StandardCharsets.UTF_8).strip()), MOST_WORDS);
        return failure(
                host() + " answers HTTP " + status + (words.isEmpty() ? "" : " (" + words + ")") + "; " + nextStep);
    }
}
