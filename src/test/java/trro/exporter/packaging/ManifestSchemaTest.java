package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.support.NodePackages;
import trro.exporter.support.Slow;

/** Every manifest is as Kubernetes' own JSON schemas and the Prometheus operator's want it, without unknown fields. */
@Slow
class ManifestSchemaTest {

    private static final Path SCRIPT = Path.of("src", "test", "resources", "packaging", "manifests.mjs");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private List<String> problems(List<Map<?, ?>> manifests) throws IOException, InterruptedException {
        Path input = Files.writeString(
                folder.resolve("manifests.json"), JsonMapper.shared().writeValueAsString(manifests));
        return NodePackages.installed(
                        "kubernetes-schemas", "kubernetes-models@5.1.0", "@kubernetes-models/prometheus-operator@6.0.0")
                .run(SCRIPT.toAbsolutePath(), input, Stream.of())
                .lines()
                .toList();
    }

    @Test
    void everyManifestOfTheMatrixIsValid() throws Exception {
        List<Map<?, ?>> manifests = Matrix.values().values().stream()
                .flatMap(values -> Chart.rendered(values).stream())
                .toList();

        assertThat(manifests).hasSizeGreaterThan(40);
        assertThat(problems(manifests)).isEmpty();
    }

    @Test
    void wrongTypesAndUnknownFieldsAreFound() throws Exception {
        List<Map<?, ?>> manifests = Chart.rendered("""
                { podLabels: { a: b }, extraEnv: [{ nam: X, value: x }], serviceMonitor: { enabled: true,
                  relabelings: [{ targetLable: cluster, replacement: main }] }, resources: { requests: [] } }
                """);

        assertThat(problems(manifests))
                .containsExactlyInAnyOrder(
                        "Deployment fleet-trro-exporter: /spec/template/spec/containers/0/env/0 required"
                                + " {\"missingProperty\":\"name\"}",
                        "Deployment fleet-trro-exporter: spec.template.spec.containers.0.env.0.nam is unknown",
                        "Deployment fleet-trro-exporter: /spec/template/spec/containers/0/resources/requests type"
                                + " {\"type\":\"object\"}",
                        "ServiceMonitor fleet-trro-exporter: spec.endpoints.0.relabelings.0.targetLable is unknown");
    }
}
