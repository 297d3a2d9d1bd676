package trro.exporter.credentials;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import trro.exporter.api.ApiException;
import trro.exporter.api.Envelope;
import trro.exporter.api.ErrorCodes;
import trro.exporter.api.HttpTransport;
import trro.exporter.time.TimeSource;

/**
 * Keys for a TKE pod: STS exchanges the service account's token, which is read again each time because TKE rotates it.
 *
 * <p>The call itself is not signed; the token in its body is the proof.
 */
final class TkeOidc implements TemporaryKey.Source {

    private static final String SOURCE = "STS";
    private static final int DURATION_SECONDS = 7200;

    private final HttpTransport transport;
    private final URI sts;
    private final Map<String, String> environment;
    private final TimeSource time;

    TkeOidc(HttpTransport transport, URI sts, Map<String, String> environment, TimeSource time) {
        this.transport = transport;
        this.sts = sts.resolve("/");
        this.environment = Map.copyOf(environment);
        this.time = time;
    }

    @Override
    public TemporaryKey fetch() throws ApiException, InterruptedException {
        HttpResponse<byte[]> response = exchange(request());
        Optional<ApiException> error = Envelope.error(response.body());
        if (error.isPresent()) {
            // Only the code: STS's own words could repeat the token.
            throw KeyParts.problem("STS refused the service account's token ("
                    + ErrorCodes.label(error.get().code())
                    + ", request id " + error.get().requestId().orElse("none")
                    + "); check that the role in TKE_ROLE_ARN trusts the provider in TKE_PROVIDER_ID");
        }
        if (response.statusCode() != 200) {
            throw KeyParts.problem("STS answered HTTP " + response.statusCode() + "; it is asked again");
        }
        return TemporaryKeyJson.ofSts(SOURCE, response.body());
    }

    private HttpRequest request() throws ApiException {
        Path tokenFile = Path.of(variable("TKE_WEB_IDENTITY_TOKEN_FILE"));
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("ProviderId", variable("TKE_PROVIDER_ID"))
                .put("WebIdentityToken", KeyParts.part(tokenFile).reveal())
                .put("RoleArn", variable("TKE_ROLE_ARN"))
                .put("RoleSessionName", "trro-exporter")
                .put("DurationSeconds", DURATION_SECONDS)
                .toString();
        return HttpRequest.newBuilder(sts)
                .header("Content-Type", "application/json")
                .header("Authorization", "SKIP")
                .header("X-TC-Action", "AssumeRoleWithWebIdentity")
                .header("X-TC-Version", "2018-08-13")
                .header("X-TC-Timestamp", Long.toString(time.now().getEpochSecond()))
                .header("X-TC-Region", variable("TKE_REGION"))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws ApiException, InterruptedException {
        try {
            return transport.exchange(request);
        } catch (ApiException e) {
            throw KeyParts.problem("STS did not answer: " + e.getMessage());
        }
    }

    private String variable(String name) throws ApiException {
        String value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            throw KeyParts.problem(name + " is not set in the environment; TKE sets it in pods whose service account"
                    + " has a role, otherwise choose another source under credentials");
        }
        return value;
    }
}
