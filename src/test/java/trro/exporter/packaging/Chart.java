package trro.exporter.packaging;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The chart, rendered by Helm itself. */
final class Chart {

    static final Path FOLDER = Path.of("charts", "trro-exporter");
    static final String RELEASE = "fleet";
    static final String NAME = "fleet-trro-exporter";

    /** The chart as it is released; Helm follows the links of the folder here once, and says so each time. */
    private static final Path PACKAGE = packaged();

    private Chart() {}

    private static Path packaged() {
        try {
            Files.createDirectories(Path.of("target"));
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chart");
            new Helm(FOLDER.toAbsolutePath())
                    .packageIt()
                    .withDestination(folder)
                    .call();
            return folder.resolve("trro-exporter-" + ProjectVersion.ofThePom() + ".tgz");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The manifests for these values, a YAML text.
     *
     * @throws IllegalStateException with Helm's words, if Helm refuses the values
     */
    static List<Map<?, ?>> rendered(String values) {
        return documents(text(PACKAGE, values));
    }

    /** The manifests as Helm prints them. */
    static String text(String values) {
        return text(PACKAGE, values);
    }

    /** As Helm prints the manifests of a chart's folder or package. */
    static String text(Path chart, String values) {
        try {
            Path file = Files.writeString(Files.createTempFile("values", ".yaml"), values);
            try {
                return new Helm(chart.toAbsolutePath())
                        .template()
                        .withName(RELEASE)
                        .withNamespace("monitoring")
                        .withValuesFile(file)
                        .call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Map<?, ?>> documents(String yaml) {
        Iterable<Object> all =
                new Load(LoadSettings.builder().setCodePointLimit(16 << 20).build()).loadAllFromString(yaml);
        return StreamSupport.stream(all.spliterator(), false)
                .filter(Objects::nonNull)
                .<Map<?, ?>>map(document -> (Map<?, ?>) document)
                .toList();
    }

    /** The only manifest of a kind. */
    static Map<?, ?> only(List<Map<?, ?>> manifests, String kind) {
        List<Map<?, ?>> found = manifests.stream().filter(ofKind(kind)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " manifests are of kind " + kind);
        }
        return found.get(0);
    }

    static Predicate<Map<?, ?>> ofKind(String kind) {
        return manifest -> kind.equals(manifest.get("kind"));
    }

    /** What stands at a place such as {@code spec/template/spec/containers/0/args}; null if nothing does. */
    static Object at(Object node, String path) {
        Object current = node;
        for (String step : path.split("/", -1)) {
            current = current instanceof List<?> list
                    ? list.get(Integer.parseInt(step))
                    : current instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return current;
    }
}
