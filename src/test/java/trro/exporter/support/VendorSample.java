package trro.exporter.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The vendor's own answer for hours, with its repeated and its backward row, as if it were of today. */
public final class VendorSample {

    private static final long HOUR_SECONDS = 3600;

    private VendorSample() {}

    /** Moved by whole hours so that its newest hour is the one in which {@code question} was asked. */
    public static Reply answer(Question question) {
        JsonNode rows = sample().path("response").path("Response").path("SessionStatistics");
        long newest = StreamSupport.stream(rows.spliterator(), false)
                .mapToLong(row -> row.path("StartTime").longValue())
                .max()
                .orElseThrow();
        long shift = question.to() / HOUR_SECONDS * HOUR_SECONDS - newest;
        return Reply.rows(StreamSupport.stream(rows.spliterator(), false)
                .map(row -> shifted(row, shift))
                .toArray(String[]::new));
    }

    private static String shifted(JsonNode row, long shift) {
        ObjectNode moved = (ObjectNode) row.deepCopy();
        moved.put("StartTime", row.path("StartTime").longValue() + shift);
        moved.put("EndTime", row.path("EndTime").longValue() + shift);
        return moved.toString();
    }

    private static JsonNode sample() {
        String name = "/api/vendor-sample.json";
        try (InputStream in = VendorSample.class.getResourceAsStream(name)) {
            return new JsonMapper().readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
