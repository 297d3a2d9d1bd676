package trro.exporter.simulator;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.time.TimeSource;

/** Takes one request after another through gateway, quota, faults and action to its answer. */
final class RequestHandler {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final TimeSource time;
    private final Gateway gateway;
    private final RequestQuota quota;
    private final Faults faults;
    private final Map<String, Action> actions;
    private final HangingRequests hanging = new HangingRequests();

    RequestHandler(TimeSource time, Gateway gateway, RequestQuota quota, Faults faults, Map<String, Action> actions) {
        this.time = time;
        this.gateway = gateway;
        this.quota = quota;
        this.faults = faults;
        this.actions = actions;
    }

    void serve(Context context) throws IOException, InterruptedException {
        Instant arrival = time.now();
        try {
            ReceivedRequest request = read(context);
            Gateway.Admission admission = gateway.admit(request, arrival);
            quota.count(admission, arrival);
            ObjectNode values = Parameters.parse(request.body());
            Faults.Fate fate =
                    faults.next(admission.action(), values.path("ProjectId").stringValue(""));
            time.sleep(fate.latency());
            byte[] answer = answer(admission.action(), values, fate.errorCode().orElse(null));
            if (fate.fault().isPresent()) {
                strike(fate.fault().get(), answer, context);
            } else {
                sendJson(context, answer);
            }
        } catch (Refusal refusal) {
            sendJson(context, envelope(refusal));
        }
    }

    /** Ends every answer that hangs. */
    void letGo() {
        hanging.letGo();
    }

    private byte[] answer(String action, ObjectNode values, @Nullable String errorCode) {
        try {
            if (errorCode != null) {
                throw new Refusal(errorCode, "An error of this kind was ordered.");
            }
            Action asked = Objects.requireNonNull(actions.get(action), "the gateway lets no other pass");
            ObjectNode response = MAPPER.createObjectNode();
            asked.answer(Parameters.check(values, asked.parameters()), time.now(), response);
            return envelope(response);
        } catch (Refusal refusal) {
            return envelope(refusal);
        }
    }

    private void strike(Fault fault, byte[] answer, Context context) {
        switch (fault) {
            case THROTTLED ->
                sendJson(context, envelope(new Refusal(ErrorCode.REQUEST_LIMIT_EXCEEDED, "Throttled as ordered.")));
            case INTERNAL_ERROR ->
                sendJson(context, envelope(new Refusal(ErrorCode.INTERNAL_ERROR, "An internal error as ordered.")));
            case BAD_GATEWAY ->
                context.status(HttpStatus.BAD_GATEWAY)
                        .contentType("text/html")
                        .result("<html><body><h1>502 Bad Gateway</h1></body></html>");
            case GARBAGE -> sendJson(context, "\u0000\u0001 this is not JSON".getBytes(StandardCharsets.UTF_8));
            case TRUNCATED -> sendJson(context, Arrays.copyOf(answer, answer.length / 2));
            case HANG -> hanging.hang(context);
            case CLOSE -> HangingRequests.close(context);
        }
    }

    private static ReceivedRequest read(Context context) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        try (InputStream body = context.bodyInputStream()) {
            return new ReceivedRequest(
                    context.method().name(), headers, body.readNBytes(ReceivedRequest.MAX_BODY_BYTES + 1));
        }
    }

    private static byte[] envelope(Refusal refusal) {
        ObjectNode response = MAPPER.createObjectNode();
        response.putObject("Error").put("Code", refusal.code()).put("Message", refusal.getMessage());
        return envelope(response);
    }

    private static byte[] envelope(ObjectNode response) {
        response.put("RequestId", UUID.randomUUID().toString());
        ObjectNode envelope = MAPPER.createObjectNode();
        envelope.set("Response", response);
        return MAPPER.writeValueAsBytes(envelope);
    }

    /** Errors too are sent with HTTP 200, as TRRO does. */
    private static void sendJson(Context context, byte[] json) {
        context.status(HttpStatus.OK).contentType("application/json").result(json);
    }
}
