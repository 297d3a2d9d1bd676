package trro.exporter.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A format in which metrics are really written, chosen by what the scraper accepts.
 *
 * <p>What is asked for but cannot be written (such as {@code text/plain;version=1.0.0}) is passed over, so that the
 * content type never claims another format than the body has.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/content_negotiation/">Content negotiation</a>
 */
public enum ExpositionFormat {
    TEXT(ExpositionFormats.init().getPrometheusTextFormatWriter()) {
        @Override
        boolean matches(String type, Map<String, String> parameters) {
            return List.of("text/plain", "text/*", "*/*").contains(type)
                    && List.of("", "0.0.4").contains(parameters.getOrDefault("version", ""));
        }
    },
    OPEN_METRICS(ExpositionFormats.init().getOpenMetricsTextFormatWriter()) {
        @Override
        boolean matches(String type, Map<String, String> parameters) {
            return type.equals("application/openmetrics-text")
                    && List.of("", "1.0.0", "0.0.1").contains(parameters.getOrDefault("version", ""));
        }
    },
    PROTOBUF(ExpositionFormats.init().getPrometheusProtobufWriter()) {
        @Override
        boolean matches(String type, Map<String, String> parameters) {
            return type.equals("application/vnd.google.protobuf")
                    && parameters.getOrDefault("proto", "").equals("io.prometheus.client.metricfamily")
                    && parameters.getOrDefault("encoding", "").equals("delimited");
        }
    };

    /** Those that people can read. */
    static final Set<ExpositionFormat> TEXTS = EnumSet.of(TEXT, OPEN_METRICS);

    private record Accepted(ExpositionFormat format, double quality) {}

    @SuppressWarnings("ImmutableEnumChecker") // writers have no state
    private final ExpositionFormatWriter writer;

    ExpositionFormat(ExpositionFormatWriter writer) {
        this.writer = writer;
    }

    ExpositionFormatWriter writer() {
        return writer;
    }

    /** Takes samples, and writes them to {@code out} without the end of the page. */
    SampleSink<IOException> page(OutputStream out) {
        return this == PROTOBUF ? new ProtobufPage(out) : new TextPage(this, out);
    }

    /** The Content-Type of what is written. */
    public String contentType() {
        return writer.getContentType();
    }

    /** The format that {@code accept} prefers, of equals the one named first; text 0.0.4 where it names none of ours. */
    public static ExpositionFormat negotiate(Optional<String> accept) {
        return accept.stream()
                .flatMap(header -> Stream.of(header.toLowerCase(Locale.ROOT).split(",", -1)))
                .flatMap(ExpositionFormat::accepted)
                .filter(accepted -> accepted.quality() > 0)
                .sorted(Comparator.comparingDouble(Accepted::quality).reversed()) // stable: the first of equals wins
                .findFirst()
                .map(Accepted::format)
                .orElse(TEXT);
    }

    abstract boolean matches(String type, Map<String, String> parameters);

    private static Stream<Accepted> accepted(String range) {
        List<String> parts = Stream.of(range.split(";", -1)).map(String::strip).toList();
        Map<String, String> parameters = parts.stream()
                .skip(1)
                .map(part -> part.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip(), (first, second) -> first));
        return Stream.of(values())
                .filter(format -> format.matches(parts.get(0), parameters))
                .map(format -> new Accepted(format, quality(parameters.getOrDefault("q", "1"))));
    }

    private static double quality(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0; // what is not understood is not accepted
        }
    }
}
