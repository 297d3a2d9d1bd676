package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A format in which metrics are really written, chosen by what the scraper accepts.
 *
 * <p>A format that cannot be written (such as {@code text/plain;version=1.0.0}) is passed over, so that the content
 * type never claims another format than the body has.
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

        @Override
        byte[] heading(Family family) {
            String help = family.help().replace("\\", "\\\\").replace("\n", "\\n");
            return ("# HELP " + family.name() + " " + help + "\n# TYPE " + family.name() + " " + word(family.kind())
                            + "\n")
                    .getBytes(UTF_8);
        }
    },
    OPEN_METRICS(ExpositionFormats.init().getOpenMetricsTextFormatWriter()) {
        @Override
        boolean matches(String type, Map<String, String> parameters) {
            return type.equals("application/openmetrics-text")
                    && List.of("", "1.0.0", "0.0.1").contains(parameters.getOrDefault("version", ""));
        }

        @Override
        byte[] heading(Family family) {
            String name = family.libraryName();
            String help =
                    family.help().replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
            String type = family.isInfo() ? "info" : word(family.kind());
            return ("# TYPE " + name + " " + type + "\n# HELP " + name + " " + help + "\n").getBytes(UTF_8);
        }
    },
    PROTOBUF(ExpositionFormats.init().getPrometheusProtobufWriter()) {
        @Override
        boolean matches(String type, Map<String, String> parameters) {
            return type.equals("application/vnd.google.protobuf")
                    && parameters.getOrDefault("proto", "").equals("io.prometheus.client.metricfamily")
                    && parameters.getOrDefault("encoding", "").equals("delimited");
        }

        @Override
        byte[] heading(Family family) {
            return Protobuf.join(
                    Protobuf.field(FAMILY_NAME, family.name().getBytes(UTF_8)),
                    Protobuf.field(FAMILY_HELP, family.help().getBytes(UTF_8)),
                    FAMILY_TYPE_GAUGE);
        }

        @Override
        public SampleSink page(Predicate<Family> wanted, OutputStream out) {
            return new ProtobufPage(wanted, out);
        }
    };

    private static final int FAMILY_NAME = 0x0a;
    private static final int FAMILY_HELP = 0x12;
    private static final byte[] FAMILY_TYPE_GAUGE = {0x18, 1};

    private record Accepted(ExpositionFormat format, double quality) {}

    @SuppressWarnings("ImmutableEnumChecker") // writers have no state
    private final ExpositionFormatWriter writer;

    ExpositionFormat(ExpositionFormatWriter writer) {
        this.writer = writer;
    }

    /** Takes samples, and writes those of the families that are wanted to {@code out}, without the end of the page. */
    public SampleSink page(Predicate<Family> wanted, OutputStream out) {
        return new TextPage(this, wanted, out);
    }

    /** Writes what Prometheus' library holds, and the end of the page. */
    public void writeEnd(MetricSnapshots snapshots, OutputStream out) throws IOException {
        writer.write(out, snapshots);
    }

    /** The Content-Type of what is written. */
    public String contentType() {
        return writer.getContentType();
    }

    /** The format that {@code accept} prefers, of equals the first; text 0.0.4 where it names none of these. */
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

    /** The bytes above the samples of a family. */
    abstract byte[] heading(Family family);

    private static String word(Family.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

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
