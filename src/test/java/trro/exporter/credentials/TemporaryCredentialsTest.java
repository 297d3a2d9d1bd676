package trro.exporter.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static trro.exporter.support.ScriptedServer.json;
import static trro.exporter.support.ScriptedServer.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.Credentials;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.api.HttpTransport;
import trro.exporter.model.Secret;
import trro.exporter.support.FakeTime;
import trro.exporter.support.ScriptedServer;

/** Keys that services lend: the CVM metadata service, and STS for TKE pods. */
class TemporaryCredentialsTest {

    private static final HttpTransport TRANSPORT = HttpTransport.create(Map.of());
    private static final Credentials KEY =
            new Credentials(new Secret("AKIDtmp"), new Secret("tmpkey"), Optional.of(new Secret("tmptoken")));
    private static final String PARTS =
            "\"TmpSecretId\":\"AKIDtmp\",\"TmpSecretKey\":\"tmpkey\",\"Token\":\"tmptoken\"";
    private static final String METADATA = "{" + PARTS + ",\"ExpiredTime\":1661173200,\"Code\":\"Success\"}";
    private static final String STS =
            "{\"Response\":{\"Credentials\":{" + PARTS + "},\"ExpiredTime\":1661173200,\"RequestId\":\"r-1\"}}";

    @TempDir
    Path folder = Path.of("");

    private final FakeTime time = new FakeTime("2022-08-22T11:00:00Z");

    @Test
    void theMetadataServiceNamesTheRoleAndHandsOutItsKey() throws Exception {
        try (ScriptedServer server = new ScriptedServer(json("my-role\n"), json(METADATA))) {
            assertThat(cvm(server, Optional.empty()).credentials()).isEqualTo(KEY);

            assertThat(server.received())
                    .extracting(ScriptedServer.Received::path)
                    .containsExactly(
                            "/latest/meta-data/cam/security-credentials/",
                            "/latest/meta-data/cam/security-credentials/my-role");
        }
    }

    @Test
    void aConfiguredRoleIsNotAskedFor() throws Exception {
        try (ScriptedServer server = new ScriptedServer(json(METADATA))) {
            assertThat(cvm(server, Optional.of("given")).credentials()).isEqualTo(KEY);

            assertThat(server.received())
                    .extracting(ScriptedServer.Received::path)
                    .containsExactly("/latest/meta-data/cam/security-credentials/given");
        }
    }

    @Test
    void theKeyIsRenewedWhenItsTimeComes() throws Exception {
        String second = METADATA.replace("tmpkey", "tmpkey2").replace("1661173200", "1661180400");
        try (ScriptedServer server = new ScriptedServer(json(METADATA), json(second))) {
            CredentialsProvider provider = cvm(server, Optional.of("given"));
            assertThat(provider.credentials()).isEqualTo(KEY);
            time.advance(Duration.ofMinutes(110));

            assertThat(provider.credentials().secretKey()).isEqualTo(new Secret("tmpkey2"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | x                  | no such CAM role is bound to this instance; bind one in the CVM console",
                "500 | x                  | the metadata service answered HTTP 500; it is asked again",
                "200 | {\"Code\":\"Fail\"} | the metadata service has no key for this role; check the role that is bound to"
                        + " the instance",
                "200 | tmpkey             | the metadata service did not answer in JSON; check that nothing on the way answers"
                        + " in its place",
                "200 | {\"Code\":\"Success\"} | the metadata service did not say when the key expires; ask again or report it",
                "200 | {\"Code\":\"Success\",\"ExpiredTime\":1661173200} | the metadata service TmpSecretId is empty; a part"
                        + " of the key belongs there"
            })
    void aMetadataServiceWithoutAKeySaysWhatToDo(int status, String body, String message) {
        try (ScriptedServer server = new ScriptedServer(status(status, body))) {
            assertProblem(cvm(server, Optional.of("given")), message);
        }
    }

    @Test
    void aRoleNameThatLeadsElsewhereIsNotFollowed() {
        try (ScriptedServer server = new ScriptedServer(json(METADATA))) {
            assertProblem(
                    cvm(server, Optional.of("../../user-data")),
                    "the CVM role's name has characters that no role name has; correct cvm_role.role");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void outsideCvmTheMessageSaysSo() {
        ScriptedServer server = new ScriptedServer(json(METADATA));
        server.close();

        ApiException failure = failure(cvm(server, Optional.empty()));

        assertThat(failure)
                .hasMessageStartingWith(
                        "the metadata service did not answer: " + server.uri().getAuthority())
                .hasMessageEndingWith(
                        "; it exists on CVM instances only: elsewhere choose another source under credentials");
    }

    @Test
    void stsExchangesThePodsTokenUnsigned() throws Exception {
        try (ScriptedServer server = new ScriptedServer(json(STS))) {
            assertThat(tke(server, environment()).credentials()).isEqualTo(KEY);

            ScriptedServer.Received request = server.received().get(0);
            assertThat(request.headers())
                    .containsEntry("Authorization", "SKIP")
                    .containsEntry("X-TC-Action", "AssumeRoleWithWebIdentity")
                    .containsEntry("X-TC-Version", "2018-08-13")
                    .containsEntry("X-TC-Region", "ap-singapore")
                    .containsEntry("X-TC-Timestamp", "1661166000")
                    .containsEntry("Content-Type", "application/json");
            assertThat(request.body())
                    .isEqualTo("{\"ProviderId\":\"provider-1\",\"WebIdentityToken\":\"jwt-1\",\"RoleArn\":\"arn-1\","
                            + "\"RoleSessionName\":\"trro-exporter\",\"DurationSeconds\":7200}");
        }
    }

    @Test
    void theTokenFileIsReadAgainForTheNextKey() throws Exception {
        try (ScriptedServer server = new ScriptedServer(json(STS))) {
            CredentialsProvider provider = tke(server, environment());
            provider.credentials();
            Files.writeString(folder.resolve("token"), "jwt-2");

            provider.refused(KEY);
            provider.credentials();

            assertThat(server.received().get(1).body()).contains("\"WebIdentityToken\":\"jwt-2\"");
        }
    }

    @Test
    void stsRefusalNamesTheCodeButNotTheToken() throws IOException {
        String refusal = "{\"Response\":{\"Error\":{\"Code\":\"InvalidParameter.WebIdentityTokenError\","
                + "\"Message\":\"bad token jwt-1\"},\"RequestId\":\"r-9\"}}";
        try (ScriptedServer server = new ScriptedServer(json(refusal))) {
            assertProblem(
                    tke(server, environment()),
                    "STS refused the service account's token (InvalidParameter, request id r-9); check that the role in"
                            + " TKE_ROLE_ARN trusts the provider in TKE_PROVIDER_ID");
        }
    }

    @ParameterizedTest
    @CsvSource({"TKE_REGION", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_ROLE_ARN"})
    void allFourVariablesAreNeeded(String name) throws IOException {
        Map<String, String> environment = environment();
        environment.remove(name);
        try (ScriptedServer server = new ScriptedServer(json(STS))) {
            assertProblem(
                    tke(server, environment),
                    name + " is not set in the environment; TKE sets it in pods whose service account has a role,"
                            + " otherwise choose another source under credentials");
        }
    }

    @Test
    void stsWithAnotherStatusIsAskedAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(status(502, "<html>"))) {
            assertProblem(tke(server, environment()), "STS answered HTTP 502; it is asked again");
        }
    }

    private CredentialsProvider cvm(ScriptedServer server, Optional<String> role) {
        return CredentialsProviders.cvmRole(TRANSPORT, server.uri(), role, time);
    }

    private CredentialsProvider tke(ScriptedServer server, Map<String, String> environment) {
        return CredentialsProviders.tkeOidc(TRANSPORT, server.uri(), environment, time);
    }

    private Map<String, String> environment() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "jwt-1\n");
        return new HashMap<>(Map.of(
                "TKE_REGION", "ap-singapore",
                "TKE_PROVIDER_ID", "provider-1",
                "TKE_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                "TKE_ROLE_ARN", "arn-1"));
    }

    private static void assertProblem(CredentialsProvider provider, String message) {
        ApiException failure = failure(provider);
        assertThat(failure).hasMessage(message);
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure.code()).isEqualTo("Credentials");
    }

    private static ApiException failure(CredentialsProvider provider) {
        return Objects.requireNonNull(catchThrowableOfType(ApiException.class, provider::credentials));
    }
}
