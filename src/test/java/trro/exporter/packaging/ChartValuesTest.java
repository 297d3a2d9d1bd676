package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.packaging.Chart.at;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.cli.Main;

/** values.yaml, the README's table and the schema name the same values. */
class ChartValuesTest {

    private static final String VALUES = read("values.yaml");
    private static final JsonMapper JSON = JsonMapper.shared();

    private static String read(String file) {
        try {
            return Files.readString(Chart.FOLDER.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The comment above each value, by the value's place. */
    private static Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        List<String> place = new ArrayList<>();
        Matcher line = Pattern.compile("^( *)(?:# -- (.*)|([a-zA-Z]+):.*)$", Pattern.MULTILINE)
                .matcher(VALUES.replaceAll("(?m)^(  )+(accounts|- projects):.*$", ""));
        String comment = "";
        while (line.find()) {
            if (line.group(2) != null) {
                comment = line.group(2);
                continue;
            }
            while (place.size() > line.group(1).length() / 2) {
                place.remove(place.size() - 1);
            }
            place.add(line.group(3));
            if (!comment.isEmpty()) {
                described.put(String.join(".", place), comment);
                comment = "";
            }
        }
        return described;
    }

    private static Object defaults() {
        return Objects.requireNonNull(new Load(LoadSettings.builder().build()).loadFromString(VALUES));
    }

    @Test
    void theTableOfTheReadmeIsThatOfTheValues() {
        String table = described().entrySet().stream()
                .map(value -> "| `%s` | `%s` | %s |\n"
                        .formatted(
                                value.getKey(),
                                JSON.writeValueAsString(
                                        at(defaults(), value.getKey().replace('.', '/'))),
                                value.getValue()))
                .reduce("| value | default | meaning |\n| --- | --- | --- |\n", String::concat);

        assertThat(read("README.md")).contains("\n" + table + "\n");
    }

    @Test
    void everyValueIsDescribedAndInTheSchema() {
        JsonNode schema = JSON.readTree(read("values.schema.json"));

        assertThat(places("", defaults(), schema))
                .containsExactlyElementsOf(described().keySet());
    }

    /** The values of a mapping whose keys the schema names; others are values themselves. */
    private static Stream<String> places(String prefix, Object node, JsonNode schema) {
        if (!(node instanceof Map<?, ?> map) || !schema.has("properties")) {
            return Stream.of(prefix.substring(1));
        }
        return map.entrySet().stream().flatMap(entry -> {
            JsonNode ofKey = schema.path("properties").path(String.valueOf(entry.getKey()));
            assertThat(ofKey.isMissingNode())
                    .as("%s.%s in the schema", prefix, entry.getKey())
                    .isFalse();
            return places(prefix + "." + entry.getKey(), entry.getValue(), ofKey);
        });
    }

    @ParameterizedTest
    @CsvSource({"4800, 256Mi", "5200, 384Mi", "19000, 384Mi"})
    void theMemoryIsWhatPlanSays(int devices, String memory, @TempDir Path folder) throws Exception {
        StringWriter plan = new StringWriter();
        Path config = Files.writeString(
                folder.resolve("trro.yml"),
                "accounts: [{ projects: { discover: true, devices: { discover: true } } }]");

        Main.run(
                new PrintWriter(plan, true),
                new PrintWriter(new StringWriter()),
                "plan",
                "--config.file=" + config,
                "--discovered-projects=10",
                "--discovered-devices=" + devices / 10);

        assertThat(plan.toString()).contains("give a container " + memory.replace("Mi", " MB."));
        assertThat(described().get("resources")).contains(memory);
        assertThat(at(defaults(), "resources/requests/memory"))
                .isEqualTo("256Mi")
                .isEqualTo(at(defaults(), "resources/limits/memory"));
    }
}
