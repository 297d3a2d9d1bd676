package trro.exporter.api;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PrintableText;
import trro.exporter.model.Secret;
import trro.exporter.pacing.Permit;
import trro.exporter.time.TimeSource;

/**
 * TRRO over HTTP: one signed attempt per call.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68089">Common parameters</a>
 */
public final class HttpTrroApi implements TrroApi {

    private static final String VERSION = "2022-03-25";
    private static final String CONTENT_TYPE = "application/json";
    private static final String CLOCK_PROBLEM = "AuthFailure.SignatureExpire";

    /** Refusals that a newer key may mend; the others are about permissions or this machine. */
    private static final Set<String> KEY_PROBLEMS = Set.of(
            "AuthFailure.InvalidSecretId",
            "AuthFailure.SecretIdNotFound",
            "AuthFailure.SignatureFailure",
            "AuthFailure.TokenFailure");

    /** Reads an answer with its headers. */
    private interface Reader<T> {
        T read(HttpResponse<byte[]> response) throws ApiException;
    }

    private final HttpTransport transport;
    private final URI endpoint;
    private final Optional<String> region;
    private final CredentialsProvider credentials;
    private final TimeSource time;

    /**
     * @param endpoint scheme, host and optional port; a dot at the host's end is left out, since neither TLS nor
     *     certificates know it
     * @param region sent as X-TC-Region when present
     */
    public HttpTrroApi(
            HttpTransport transport,
            URI endpoint,
            Optional<String> region,
            CredentialsProvider credentials,
            TimeSource time) {
        this.transport = transport;
        this.endpoint = withoutFinalDot(endpoint).resolve("/");
        this.region = region;
        this.credentials = credentials;
        this.time = time;
    }

    @Override
    public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit)
            throws ApiException, InterruptedException {
        byte[] body = StatisticsJson.request(query);
        return call(
                TrroAction.SESSION_STATISTICS_BY_INTERVAL,
                body,
                response -> StatisticsJson.answer(response.body()).dated(date(response)),
                permit);
    }

    @Override
    public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit)
            throws ApiException, InterruptedException {
        byte[] body = action.request(key, page);
        return call(action.action(), body, response -> action.answer(response.body()), permit);
    }

    @Override
    public Optional<String> keyName() {
        return credentials.lastingKeyId().map(id -> Tc3Signer.sha256(id.reveal().getBytes(StandardCharsets.UTF_8)));
    }

    private <T> T call(TrroAction action, byte[] body, Reader<T> reader, Permit permit)
            throws ApiException, InterruptedException {
        Credentials key = credentials.credentials();
        HttpResponse<byte[]> response = transport.exchange(request(action, body, key), permit);
        try {
            checkEncoding(response);
            checkStatus(response);
            return reader.read(response);
        } catch (ApiException e) {
            if (e.kind() == Kind.THROTTLED) {
                permit.throttled(e.code());
            }
            if (KEY_PROBLEMS.contains(e.code())) {
                credentials.refused(key);
            }
            throw e.code().equals(CLOCK_PROBLEM) ? withSkew(e, response) : e;
        }
    }

    private HttpRequest request(TrroAction action, byte[] body, Credentials key) {
        Instant now = time.now();
        Map<String, String> signed =
                Map.of("content-type", CONTENT_TYPE, "host", hostHeader(), "x-tc-action", action.label());
        HttpRequest.Builder builder = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", CONTENT_TYPE)
                .header("Authorization", Tc3Signer.authorization(key, now, Tc3Signer.TRRO, signed, body))
                .header("X-TC-Action", action.label())
                .header("X-TC-Version", VERSION)
                .header("X-TC-Timestamp", Long.toString(now.getEpochSecond()))
                .header("X-TC-Language", "en-US")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        region.ifPresent(name -> builder.header("X-TC-Region", name));
        key.token().map(Secret::reveal).ifPresent(token -> builder.header("X-TC-Token", token));
        return builder.build();
    }

    private static URI withoutFinalDot(URI endpoint) {
        String host = String.valueOf(endpoint.getHost());
        if (!host.endsWith(".")) {
            return endpoint;
        }
        String authority = endpoint.getAuthority().replace(host, host.substring(0, host.length() - 1));
        return URI.create(endpoint.getScheme() + "://" + authority);
    }

    /** The Host header as the HTTP client writes it, which is what has to be signed: without the scheme's own port. */
    private String hostHeader() {
        int ownPort = "https".equals(endpoint.getScheme()) ? 443 : 80;
        boolean isOwnPort = endpoint.getPort() < 0 || endpoint.getPort() == ownPort;
        return isOwnPort ? endpoint.getHost() : endpoint.getHost() + ":" + endpoint.getPort();
    }

    /** Nothing compressed is asked for, and TRRO does not send it. */
    private static void checkEncoding(HttpResponse<byte[]> response) throws ApiException {
        Optional<String> encoding = response.headers()
                .firstValue("Content-Encoding")
                .filter(name -> !name.isBlank() && !name.equalsIgnoreCase("identity"));
        if (encoding.isPresent()) {
            throw Envelope.foreign("it is compressed (" + PrintableText.of(encoding.get()) + "), unasked");
        }
    }

    /**
     * TRRO answers 200 even to errors. Any other status comes from something in front of it, so its code is Network
     * unless the body is TRRO's after all.
     */
    private void checkStatus(HttpResponse<byte[]> response) throws ApiException {
        int status = response.statusCode();
        if (status == 200) {
            return;
        }
        Optional<ApiException> error = Envelope.error(response.body());
        if (error.isPresent()) {
            throw error.get();
        }
        Kind kind = kind(status);
        String message = endpoint.getAuthority() + " answered HTTP " + status + " and not in TRRO's words; ";
        throw new ApiException(kind, ErrorCodes.NETWORK, message + nextStep(status), Optional.empty());
    }

    private static Kind kind(int status) {
        if (status == 429) {
            return Kind.THROTTLED;
        }
        return status >= 500 ? Kind.SERVER : Kind.NETWORK;
    }

    private static String nextStep(int status) {
        return status >= 500 || status == 429
                ? "it will be asked again"
                : "check that endpoint is TRRO's host, and the proxy settings";
    }

    private ApiException withSkew(ApiException refusal, HttpResponse<byte[]> response) {
        String skew = date(response)
                .map(date -> Duration.between(date, time.now()).toSeconds())
                .map(seconds -> seconds >= 0 ? seconds + " s ahead of" : -seconds + " s behind")
                .map(distance -> "this machine's clock is " + distance + " the server's")
                .orElse("this machine's clock is more than 5 minutes wrong");
        String message = refusal.code() + ": " + skew + "; set the clock, for example with NTP";
        return new ApiException(refusal.kind(), refusal.code(), message, refusal.requestId());
    }

    private static Optional<Instant> date(HttpResponse<?> response) {
        return response.headers().firstValue("Date").flatMap(HttpTrroApi::date);
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
