package trro.exporter.credentials;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import trro.exporter.api.ApiException;
import trro.exporter.api.HttpTransport;

/**
 * Keys of the role that is bound to the CVM instance, from its metadata service.
 *
 * @param role its name, or empty to ask the service
 */
record CvmRole(HttpTransport transport, URI service, Optional<String> role) implements TemporaryKey.Source {

    private static final String PATH = "/latest/meta-data/cam/security-credentials/";
    private static final String ROLE_NAME = "[\\w+=,.@-]{1,128}";

    @Override
    public TemporaryKey fetch() throws ApiException, InterruptedException {
        String name = role.isPresent() ? role.get() : boundRole();
        if (!name.matches(ROLE_NAME)) {
            throw KeyParts.problem("the CVM role's name has characters that no role name has; correct cvm_role.role");
        }
        return TemporaryKeyJson.ofMetadata("the metadata service", get(PATH + name));
    }

    private String boundRole() throws ApiException, InterruptedException {
        return new String(get(PATH), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }

    private byte[] get(String path) throws ApiException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = transport.exchange(
                    HttpRequest.newBuilder(service.resolve(path)).GET().build());
        } catch (ApiException e) {
            throw KeyParts.problem("the metadata service did not answer: " + e.getMessage()
                    + "; it exists on CVM instances only: elsewhere choose another source under credentials");
        }
        if (response.statusCode() == 404) {
            throw KeyParts.problem("no such CAM role is bound to this instance; bind one in the CVM console");
        }
        if (response.statusCode() != 200) {
            throw KeyParts.problem(
                    "the metadata service answered HTTP " + response.statusCode() + "; it is asked again");
        }
        return response.body();
    }
}
