package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.api.Credentials;
import trro.exporter.model.Secret;

/** Through a running simulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTest {

    private final SimulatorBench bench = new SimulatorBench(SimulatorBench.UNHURRIED);

    @AfterAll
    void close() {
        bench.close();
    }

    static Stream<Arguments> refusedCalls() {
        return Stream.of(
                refused(
                        "GET",
                        call -> call.method("GET"),
                        "UnsupportedProtocol",
                        "The simulator takes POST alone, not GET."),
                refused(
                        "PUT",
                        call -> call.method("PUT"),
                        "UnsupportedProtocol",
                        "The simulator takes POST alone, not PUT."),
                refused(
                        "a form",
                        call -> call.header("Content-Type", "application/x-www-form-urlencoded"),
                        "InvalidRequest",
                        "Content-Type must be application/json."),
                refused(
                        "no action",
                        call -> call.without("X-TC-Action"),
                        "MissingParameter",
                        "The request is missing a required parameter `Action`."),
                refused(
                        "no version",
                        call -> call.without("X-TC-Version"),
                        "MissingParameter",
                        "The request is missing a required parameter `Version`."),
                refused(
                        "no timestamp",
                        call -> call.without("X-TC-Timestamp"),
                        "MissingParameter",
                        "The request is missing a required parameter `Timestamp`."),
                refused(
                        "odd timestamp",
                        call -> call.header("X-TC-Timestamp", "now"),
                        "InvalidParameter",
                        "value type of parameter `Timestamp` is not valid"),
                refused(
                        "no signature",
                        call -> call.authorization(value -> ""),
                        "AuthFailure.InvalidAuthorization",
                        "The Authorization header is not valid: it is missing."),
                refused(
                        "another scheme",
                        call -> call.authorization(value -> "Basic Zm9vOmJhcg=="),
                        "AuthFailure.InvalidAuthorization",
                        "The Authorization header is not valid: it does not have the form of TC3-HMAC-SHA256."),
                refused(
                        "host unsigned",
                        call -> call.authorization(value -> value.replace(";host", "")),
                        "AuthFailure.InvalidAuthorization",
                        "The Authorization header is not valid: content-type and host must be among the signed headers."),
                refused(
                        "content-type unsigned",
                        call -> call.authorization(value -> value.replace("content-type;", "")),
                        "AuthFailure.InvalidAuthorization",
                        "The Authorization header is not valid: content-type and host must be among the signed headers."),
                refused(
                        "unknown action",
                        call -> call.header("X-TC-Action", "DescribeNothing"),
                        "InvalidAction",
                        "The request action=`DescribeNothing` is invalid or not found."),
                refused(
                        "action in another case",
                        call -> call.header("X-TC-Action", "describesessionstatisticsbyinterval"),
                        "InvalidAction",
                        "The request action=`describesessionstatisticsbyinterval` is invalid or not found."),
                refused(
                        "another version",
                        call -> call.header("X-TC-Version", "2017-03-12"),
                        "NoSuchVersion",
                        "The request version=`2017-03-12` does not exist for trro."),
                refused(
                        "another service",
                        call -> call.service("cvm"),
                        "AuthFailure.InvalidAuthorization",
                        "The Authorization header is not valid: its scope must be 2026-11-19/trro/tc3_request, the UTC date of X-TC-Timestamp and the service of the host."),
                refused(
                        "another date",
                        call -> call.signedAt(SimulatorBench.NOW.minus(Duration.ofDays(1))),
                        "AuthFailure.InvalidAuthorization",
                        "The Authorization header is not valid: its scope must be 2026-11-19/trro/tc3_request, the UTC date of X-TC-Timestamp and the service of the host."),
                refused(
                        "late clock",
                        call -> at(call, SimulatorBench.NOW.minusSeconds(301)),
                        "AuthFailure.SignatureExpire",
                        "Signature expired. Timestamp must be within five minutes of the server's time."),
                refused(
                        "early clock",
                        call -> at(call, SimulatorBench.NOW.plusSeconds(301)),
                        "AuthFailure.SignatureExpire",
                        "Signature expired. Timestamp must be within five minutes of the server's time."),
                refused(
                        "unknown key",
                        call -> call.account(key("AKIDnobody", "test-secret-key")),
                        "AuthFailure.SecretIdNotFound",
                        "The SecretId is not found, please ensure that your SecretId is correct."),
                refused(
                        "token of nobody",
                        call -> call.header("X-TC-Token", "token-1"),
                        "AuthFailure.TokenFailure",
                        "The token in the request is invalid."),
                refused(
                        "token left out",
                        call -> call.account(SimulatorBench.TEMPORARY),
                        "AuthFailure.TokenFailure",
                        "The token in the request is invalid."),
                refused(
                        "wrong token",
                        call -> call.account(SimulatorBench.TEMPORARY).header("X-TC-Token", "token-2"),
                        "AuthFailure.TokenFailure",
                        "The token in the request is invalid."),
                refused(
                        "wrong key",
                        call -> call.account(key("AKIDtest", "another-key")),
                        "AuthFailure.SignatureFailure",
                        SIGNATURE),
                refused(
                        "another timestamp than signed",
                        call -> call.signedAt(SimulatorBench.NOW.plusSeconds(1)),
                        "AuthFailure.SignatureFailure",
                        SIGNATURE),
                refused(
                        "another content-type than signed",
                        call -> call.header("Content-Type", "application/json"),
                        "AuthFailure.SignatureFailure",
                        SIGNATURE),
                refused(
                        "another host than signed",
                        call -> call.signing("host", "example.org"),
                        "AuthFailure.SignatureFailure",
                        SIGNATURE),
                refused(
                        "not JSON",
                        call -> call.body("{\"ProjectId\":"),
                        "InvalidParameter",
                        "The request body is not valid JSON."),
                refused(
                        "two documents",
                        call -> call.body("{} {}"),
                        "InvalidParameter",
                        "The request body is not valid JSON."),
                refused(
                        "no object",
                        call -> call.body("[]"),
                        "InvalidParameter",
                        "The request body is not a JSON object."),
                refused(
                        "no body",
                        call -> call.body(""),
                        "InvalidParameter",
                        "The request body is not a JSON object."));
    }

    @ParameterizedTest
    @MethodSource("refusedCalls")
    void refusesCallsWithTheDocumentedError(UnaryOperator<SignedCall> bend, String code, String message)
            throws Exception {
        SignedCall good = bench.anyCall();

        SignedCall.Answer answer = bench.send(bend.apply(good));

        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().path("RequestId").asString()).matches("[0-9a-f-]{36}");
    }

    @Test
    void acceptsTheHostWithoutItsPort() throws Exception {
        assertThat(bench.anyCall()
                        .signing("host", "localhost")
                        .send(bench.simulator.port())
                        .code())
                .isEmpty();
    }

    @Test
    void acceptsAnySetOfSignedHeaders() throws Exception {
        SignedCall call = bench.anyCall()
                .signing("x-tc-action", SimulatorBench.ACTION)
                .signing("x-tc-version", "2022-03-25")
                .header("X-Note", "  Anything ")
                .signing("x-note", "anything");

        assertThat(call.send(bench.simulator.port()).code()).isEmpty();
    }

    @Test
    void acceptsTemporaryKeysWithTheirToken() throws Exception {
        SignedCall call = SignedCall.of(
                SimulatorBench.TEMPORARY,
                SimulatorBench.ACTION,
                bench.time.now(),
                bench.anyCall().body());

        assertThat(call.send(bench.simulator.port()).code()).isEmpty();
    }

    @Test
    void acceptsClocksThatAreFiveMinutesOff() throws Exception {
        assertThat(at(bench.anyCall(), SimulatorBench.NOW.minusSeconds(300))
                        .send(bench.simulator.port())
                        .code())
                .isEmpty();
        assertThat(at(bench.anyCall(), SimulatorBench.NOW.plusSeconds(300))
                        .send(bench.simulator.port())
                        .code())
                .isEmpty();
    }

    private static final String SIGNATURE =
            "The provided credentials could not be validated. Please check your signature is correct.";

    private static Arguments refused(String name, UnaryOperator<SignedCall> bend, String code, String message) {
        return Arguments.of(Named.of(name, bend), code, message);
    }

    /** Sent and signed at that time. */
    private static SignedCall at(SignedCall call, Instant timestamp) {
        return call.signedAt(timestamp).header("X-TC-Timestamp", Long.toString(timestamp.getEpochSecond()));
    }

    private static Credentials key(String secretId, String secretKey) {
        return new Credentials(new Secret(secretId), new Secret(secretKey), Optional.empty());
    }
}
