package trro.exporter.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a Prometheus for what it has. Thread-safe.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>
 */
public final class Queries {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Peer peer;

    /** @param peer the address of its first page */
    public Queries(Peer peer) {
        this.peer = peer;
    }

    /**
     * The latest sample of a series.
     *
     * @param at its time; for an expression that computes something the time that was asked for
     */
    public record Latest(Map<String, String> labels, Instant at, double value) {

        public Latest {
            labels = Map.copyOf(labels);
        }
    }

    /** The series that an expression gives at a moment, the latest sample of each. */
    public List<Latest> at(Instant moment, String expression) throws PrometheusException, InterruptedException {
        String form = "query=" + URLEncoder.encode(expression, UTF_8) + "&time="
                + String.format(Locale.ROOT, "%.3f", moment.toEpochMilli() / 1e3);
        HttpResponse<byte[]> answer = peer.exchange(peer.request("/api/v1/query")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        if (answer.statusCode() != 200) {
            throw peer.refusal(answer, "the address has to be that of Prometheus' first page");
        }
        try {
            return read(MAPPER.readTree(answer.body()));
        } catch (JacksonException | IllegalArgumentException e) {
            throw peer.failure(peer.host() + " does not answer as Prometheus does; the address has to be that of"
                    + " Prometheus' first page, such as http://localhost:9090");
        }
    }

    private static List<Latest> read(JsonNode answer) {
        JsonNode result = answer.path("data").path("result");
        if (!result.isArray()) {
            throw new IllegalArgumentException("no result");
        }
        List<Latest> all = new ArrayList<>();
        for (JsonNode series : result) {
            JsonNode values = series.path("values"); // of a selector with a range
            JsonNode last = values.isArray() ? values.path(values.size() - 1) : series.path("value");
            if (!last.path(0).isNumber() || !last.path(1).isString()) {
                throw new IllegalArgumentException("no sample");
            }
            Map<String, String> labels = new HashMap<>();
            series.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().stringValue("")));
            Instant at = Instant.ofEpochMilli(Math.round(last.path(0).doubleValue() * 1e3));
            String value = last.path(1).stringValue("").replace("Inf", "Infinity");
            all.add(new Latest(labels, at, Double.parseDouble(value)));
        }
        return all;
    }
}
