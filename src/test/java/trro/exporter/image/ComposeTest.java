package trro.exporter.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import trro.exporter.dashboards.Dashboard;

/** compose.yaml and Grafana's provisioning fit each other and the files of this project; no Docker engine is needed. */
class ComposeTest {

    private static final Path PROVISIONING = Path.of("grafana", "provisioning");

    private final Map<?, ?> compose = map(yaml(Path.of("compose.yaml")));
    private final Map<?, ?> services = map(compose.get("services"));

    private static Object yaml(Path file) {
        try {
            return new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<?, ?> map(@Nullable Object node) {
        assertThat(node).isInstanceOf(Map.class);
        return (Map<?, ?>) Objects.requireNonNull(node);
    }

    private static List<?> list(@Nullable Object node) {
        assertThat(node).isInstanceOf(List.class);
        return (List<?>) Objects.requireNonNull(node);
    }

    private Map<?, ?> service(String name) {
        return map(Objects.requireNonNull(services.get(name), name));
    }

    /** What a service has under {@code key}, as text; nothing if it has no such key. */
    private List<String> texts(String service, String key) {
        Object node = service(service).get(key);
        return node == null
                ? List.of()
                : list(node).stream().map(String::valueOf).toList();
    }

    @Test
    void everyImageIsOfAnExactVersionOrBuiltHere() {
        assertThat(services.keySet())
                .map(String::valueOf)
                .containsExactly("trro-exporter", "prometheus", "alertmanager", "grafana");
        services.forEach((name, service) -> {
            if (map(service).containsKey("build")) {
                assertThat(Path.of(String.valueOf(map(service).get("build")), "Dockerfile"))
                        .exists();
            } else {
                assertThat(String.valueOf(map(service).get("image"))).matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+");
            }
        });
    }

    @Test
    void everythingListensOnThisMachineAlone() {
        services.keySet()
                .forEach(name -> assertThat(texts(String.valueOf(name), "ports"))
                        .isNotEmpty()
                        .allSatisfy(port -> assertThat(port).matches("127\\.0\\.0\\.1:(\\d+):\\1")));
    }

    @Test
    void everyMountedFileExistsAndIsReadOnly() {
        services.keySet()
                .forEach(name -> assertThat(texts(String.valueOf(name), "volumes"))
                        .allSatisfy(volume -> {
                            String[] parts = volume.split(":", -1);
                            if (parts[0].startsWith(".")) {
                                assertThat(Path.of(parts[0])).exists();
                                assertThat(parts[2]).isEqualTo("ro");
                            } else {
                                assertThat(map(compose.get("volumes")).containsKey(parts[0]))
                                        .as(volume)
                                        .isTrue();
                            }
                        }));
    }

    @Test
    void whoWaitsForWhomCanTellThatItIsWell() {
        services.forEach((name, service) -> {
            Object awaited = map(service).get("depends_on");
            if (awaited != null) {
                map(awaited).forEach((other, condition) -> {
                    assertThat(map(condition).get("condition")).isEqualTo("service_healthy");
                    Map<?, ?> waited = service(String.valueOf(other));
                    assertThat(waited.containsKey("healthcheck") || waited.containsKey("build"))
                            .as("%s tells whether it is well", other)
                            .isTrue();
                });
            }
        });
    }

    @Test
    void prometheusFindsTheOthersByTheirNames() throws IOException {
        String prometheus = Files.readString(Path.of("prometheus", "prometheus.yml"));

        assertThat(prometheus).contains("'trro-exporter:10205'", "'alertmanager:9093'");
    }

    /** The demo pushes the month before its start. */
    @Test
    void prometheusTakesThePastUnderTheLabelsOfItsScrapes() throws IOException {
        assertThat(texts("trro-exporter", "command"))
                .contains(
                        "demo",
                        "--history=30d",
                        "--history.prometheus=http://prometheus:9090",
                        "--label=job=trro-exporter",
                        "--label=instance=trro-exporter:10205");
        assertThat(texts("prometheus", "command")).contains("--web.enable-remote-write-receiver");
        assertThat(Files.readString(Path.of("prometheus", "prometheus.yml")))
                .contains("job_name: trro-exporter", "out_of_order_time_window: 31d");
    }

    @Test
    void noSecretAndNoEditorIsNeeded() {
        Map<?, ?> environment = map(service("grafana").get("environment"));

        assertThat(environment.get("GF_AUTH_ANONYMOUS_ENABLED")).isEqualTo("true");
        assertThat(environment.get("GF_AUTH_ANONYMOUS_ORG_ROLE")).isEqualTo("Viewer");
        assertThat(compose.toString()).doesNotContainIgnoringCase("password").doesNotContainIgnoringCase("token");
    }

    @Test
    void grafanaFindsItsDashboardsAndItsPrometheus() {
        Map<?, ?> provider =
                map(list(map(yaml(PROVISIONING.resolve("dashboards/trro.yml"))).get("providers"))
                        .get(0));
        Object folder = map(provider.get("options")).get("path");
        Map<?, ?> datasource = map(list(map(yaml(PROVISIONING.resolve("datasources/prometheus.yml")))
                        .get("datasources"))
                .get(0));

        assertThat(texts("grafana", "volumes")).contains("./grafana/dashboards:" + folder + ":ro");
        assertThat(map(service("grafana").get("environment")).get("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"))
                .isEqualTo(folder + "/fleet.json");
        assertThat(Dashboard.FOLDER.resolve("fleet.json")).exists();
        assertThat(provider.get("allowUiUpdates")).isEqualTo(false);
        assertThat(datasource.get("type")).isEqualTo("prometheus");
        assertThat(datasource.get("url")).isEqualTo("http://prometheus:9090");
        assertThat(services.containsKey("prometheus")).isTrue();
    }
}
