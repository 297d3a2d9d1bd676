package trro.exporter.api;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.Fields.ImpossibleException;
import trro.exporter.model.PrintableText;
import trro.exporter.model.Unprintable;

/**
 * The wrapping of every action's answer; it alone tells success from failure, since errors come with HTTP 200.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68092">Responses</a>
 */
public final class Envelope {

    /** Of an error code or a RequestId: they are kept for every target. */
    private static final int MAX_NAME_CHARS = 128;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Envelope() {}

    /**
     * The content of {@code Response}.
     *
     * @throws ApiException the vendor's error, MALFORMED, or NETWORK if it is not from the vendor at all
     */
    static JsonNode response(byte[] body) throws ApiException {
        JsonNode root = parse(body);
        Optional<ApiException> error = error(root);
        if (error.isPresent()) {
            throw error.get();
        }
        JsonNode response = root.path("Response");
        if (response.isMissingNode()) {
            throw foreign("Response is missing");
        }
        if (!response.isObject()) {
            throw malformed("Response is not an object", Optional.empty());
        }
        return response;
    }

    /** Reads what an answer is about. */
    interface Reader<T> {

        /**
         * Reads it.
         *
         * @param requestId empty where the answer has none
         */
        T read(JsonNode response, String requestId) throws ImpossibleException;
    }

    /**
     * The finding of {@code reader} in the content of {@code Response}.
     *
     * @throws ApiException as {@link #response}, or MALFORMED with the path of what cannot be right
     */
    static <T> T read(byte[] body, Reader<T> reader) throws ApiException {
        JsonNode response = response(body);
        Optional<String> requestId = requestId(response);
        try {
            return reader.read(response, requestId.orElse(""));
        } catch (ImpossibleException e) {
            throw malformed(String.valueOf(e.getMessage()), requestId);
        }
    }

    /** The vendor's error if {@code body} holds one that can be read, whatever else is wrong with it. */
    public static Optional<ApiException> error(byte[] body) {
        try {
            return error(parse(body));
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    static Optional<String> requestId(JsonNode response) {
        return response.path("RequestId")
                .stringValueOpt()
                .map(id -> PrintableText.cut(Unprintable.oneLine(id), MAX_NAME_CHARS))
                .filter(id -> !id.isEmpty());
    }

    static ApiException malformed(String problem, Optional<String> requestId) {
        String message = "the answer cannot be used: " + problem;
        return new ApiException(Kind.MALFORMED, ErrorCodes.MALFORMED, message, requestId);
    }

    /**
     * Something on the way answered in TRRO's place, such as a proxy or the page of a network that asks for a login.
     */
    static ApiException foreign(String problem) {
        String message = "the answer is not TRRO's: " + problem
                + "; check that endpoint is TRRO's host, the proxy settings and whether this network asks for a login";
        return new ApiException(Kind.NETWORK, ErrorCodes.NETWORK, message, Optional.empty());
    }

    private static boolean isObject(byte[] body) {
        int first = 0;
        while (first < body.length && body[first] >= 0 && body[first] <= ' ') {
            first++;
        }
        return first < body.length && body[first] == '{';
    }

    /** The answer as a tree; a repeated key is an error, since nobody can say which of the two is meant. */
    public static JsonNode parse(byte[] body) throws ApiException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            String problem = "it is not JSON: " + PrintableText.of(e.getOriginalMessage());
            throw isObject(body) ? malformed(problem, Optional.empty()) : foreign(problem);
        }
    }

    private static Optional<ApiException> error(JsonNode root) {
        JsonNode response = root.path("Response");
        Optional<ApiException> error = error(
                response.path("Error").path("Code"), response.path("Error").path("Message"), requestId(response));
        return error.or(() -> gatewayError(root));
    }

    /**
     * An older gateway's {@code {"code":4000,"message":"...","codeDesc":"InvalidParameter"}}, which the Go SDK still
     * reads.
     */
    private static Optional<ApiException> gatewayError(JsonNode root) {
        JsonNode code = root.path("code");
        if (!code.isIntegralNumber() || code.asString().equals("0")) {
            return Optional.empty();
        }
        boolean described = !root.path("codeDesc").stringValue("").isEmpty();
        return error(described ? root.path("codeDesc") : code, root.path("message"), Optional.empty());
    }

    private static Optional<ApiException> error(JsonNode code, JsonNode message, Optional<String> requestId) {
        String name = PrintableText.cut(
                Unprintable.oneLine(code.isIntegralNumber() ? code.asString() : code.stringValue("")), MAX_NAME_CHARS);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Kind kind = ErrorCodes.kind(name);
        String words = PrintableText.cut(Unprintable.oneLine(message.stringValue("")), PrintableText.MOST_CHARACTERS)
                .replaceFirst("(?<!\\.)\\.$", ""); // a semicolon follows
        String text = name + (words.isEmpty() ? "" : ": " + words) + "; " + NextStep.of(name, kind);
        return Optional.of(new ApiException(kind, ErrorCodes.sent(name), text, requestId));
    }

    /**
     * The advice to the operator about an error that TRRO reported: the end of its message, after a semicolon.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68119">TRRO error codes</a>
     */
    static final class NextStep {

        private record Advice(String code, String step) {}

        private static final String ALLOW = "allow the action on resource * in CAM";
        private static final String ADDRESS = "allow this machine's address in CAM";

        // Where more is known than the kind says. The first counts that is the code or its beginning.
        private static final List<Advice> BY_CODE = List.of(
                new Advice("AuthFailure.TokenFailure", "renew the temporary credentials; their token was refused"),
                new Advice("AuthFailure.UnauthorizedOperation", ALLOW),
                new Advice("UnauthorizedOperation", ALLOW),
                new Advice("AuthFailure", "check the secret id and the secret key of the account"),
                new Advice("UnsupportedRegion", "correct the account's region, or leave it out"),
                new Advice("IpInBlacklist", ADDRESS),
                new Advice("IpNotInWhitelist", ADDRESS));

        private NextStep() {}

        /** @param kind the class of the code */
        static String of(String code, Kind kind) {
            return BY_CODE.stream()
                    .filter(advice -> code.equals(advice.code()) || code.startsWith(advice.code() + "."))
                    .map(Advice::step)
                    .findFirst()
                    .orElseGet(() -> of(kind));
        }

        private static String of(Kind kind) {
            return switch (kind) {
                case THROTTLED ->
                    "everything that uses this account shares the limit: consoles, scripts, other exporters;"
                            + " lower requests_per_second if it goes on";
                case UNAUTHORIZED -> "check the key, and that its CAM policy allows the action on resource *";
                case INVALID_REQUEST -> "check endpoint, region and ids in the configuration";
                case NOT_FOUND -> "check the project and device ids, and that endpoint is the site of this account";
                case SERVER, NETWORK, MALFORMED -> "it will be asked again";
            };
        }
    }
}
