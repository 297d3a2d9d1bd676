package trro.exporter.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.api.Credentials;
import trro.exporter.api.Tc3Signer;

/**
 * A call by a client of the tests' own, right in every way until a test bends it.
 *
 * @param headers all that is sent, without Authorization and Host
 * @param signed names and values that are signed, beside nothing else
 */
record SignedCall(
        String method,
        String action,
        Instant timestamp,
        Credentials account,
        String service,
        Map<String, String> headers,
        Map<String, String> signed,
        String body,
        UnaryOperator<String> authorization) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static SignedCall of(Credentials account, String action, Instant timestamp, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-TC-Action", action);
        headers.put("X-TC-Version", "2022-03-25");
        headers.put("X-TC-Timestamp", Long.toString(timestamp.getEpochSecond()));
        headers.put("Content-Type", "application/json; charset=utf-8");
        account.token().ifPresent(token -> headers.put("X-TC-Token", token.reveal()));
        Map<String, String> signed = Map.of("content-type", "application/json; charset=utf-8");
        return new SignedCall("POST", action, timestamp, account, "trro", headers, signed, body, value -> value);
    }

    SignedCall method(String value) {
        return new SignedCall(value, action, timestamp, account, service, headers, signed, body, authorization);
    }

    SignedCall service(String value) {
        return new SignedCall(method, action, timestamp, account, value, headers, signed, body, authorization);
    }

    SignedCall account(Credentials value) {
        return new SignedCall(method, action, timestamp, value, service, headers, signed, body, authorization);
    }

    SignedCall body(String value) {
        return new SignedCall(method, action, timestamp, account, service, headers, signed, value, authorization);
    }

    SignedCall signedAt(Instant value) {
        return new SignedCall(method, action, value, account, service, headers, signed, body, authorization);
    }

    SignedCall header(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new SignedCall(method, action, timestamp, account, service, changed, signed, body, authorization);
    }

    SignedCall without(String name) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.remove(name);
        return new SignedCall(method, action, timestamp, account, service, changed, signed, body, authorization);
    }

    /** Signs this header too, or with another value than is sent. */
    SignedCall signing(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(signed);
        changed.put(name, value);
        return new SignedCall(method, action, timestamp, account, service, headers, changed, body, authorization);
    }

    /** Bends the finished Authorization header. */
    SignedCall authorization(UnaryOperator<String> bend) {
        return new SignedCall(method, action, timestamp, account, service, headers, signed, body, bend);
    }

    Answer send(int port) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request(port), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    CompletableFuture<Answer> sendAsync(int port) {
        return CLIENT.sendAsync(request(port), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response.body()));
    }

    private HttpRequest request(int port) {
        Map<String, String> toSign = new LinkedHashMap<>(signed);
        toSign.putIfAbsent("host", "localhost:" + port);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String value = Tc3Signer.authorization(account, timestamp, service, toSign, bytes);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
        headers.forEach(request::header);
        Optional.of(authorization.apply(value))
                .filter(header -> !header.isEmpty())
                .ifPresent(header -> request.header("Authorization", header));
        return request.build();
    }

    /** The answer that came back. */
    record Answer(int status, String text) {

        JsonNode response() {
            return new JsonMapper().readTree(text).required("Response");
        }

        String code() {
            return response().path("Error").path("Code").asString("");
        }

        String message() {
            return response().path("Error").path("Message").asString("");
        }
    }
}
