package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trro.exporter.packaging.Chart.NAME;
import static trro.exporter.packaging.Chart.at;
import static trro.exporter.packaging.Chart.only;
import static trro.exporter.packaging.Chart.rendered;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine.Model.CommandSpec;
import trro.exporter.cli.RunCommand;

/** The chart as Helm renders it: what each value brings, and what no value can take away. */
class ChartTest {

    private static final String CONTAINER = "spec/template/spec/containers/0";

    private static Object yaml(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    private static Map<?, ?> deployment(String values) {
        return only(rendered(values), "Deployment");
    }

    private static List<?> arguments(String values) {
        return (List<?>) at(deployment(values), CONTAINER + "/args");
    }

    private static Set<String> kinds(String values) {
        return rendered(values).stream()
                .map(manifest -> String.valueOf(manifest.get("kind")))
                .collect(Collectors.toSet());
    }

    @Test
    void helmFindsNothingToComplainOf() {
        LintResult lint =
                new Helm(Chart.FOLDER.toAbsolutePath()).lint().strict().call();

        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
        assertThat(lint.getMessages())
                .filteredOn(message -> !message.contains("icon is recommended"))
                .isEmpty();
    }

    @Test
    void twoPodsNeverShareTheBudget() {
        Matrix.values().values().forEach(values -> {
            boolean several = !at(deployment(values), "spec/replicas").equals(1);

            assertThat(at(deployment(values), "spec/strategy/type")).isEqualTo(several ? "RollingUpdate" : "Recreate");
            assertThat(arguments(values).stream()
                            .anyMatch(argument -> argument.toString().startsWith("--leader-election.lease=")))
                    .isEqualTo(several);
        });
    }

    @Test
    void replicasMayReadAndWriteTheirLeaseAndNothingElse() {
        List<Map<?, ?>> manifests = rendered("replicas: 2");

        assertThat(arguments("replicas: 2"))
                .asString()
                .contains("--leader-election.lease=monitoring/" + NAME, "--leader-election.lease-duration=15s");
        assertThat(at(only(manifests, "Role"), "rules")).isEqualTo(yaml("""
                        - { apiGroups: [coordination.k8s.io], resources: [leases], verbs: [create] }
                        - apiGroups: [coordination.k8s.io]
                          resources: [leases]
                          resourceNames: [%s]
                          verbs: [get, patch]
                        """.formatted(NAME)));
        assertThat(at(only(manifests, "RoleBinding"), "subjects/0/name")).isEqualTo(NAME);
        assertThat(at(deployment("replicas: 2"), "spec/template/spec/automountServiceAccountToken"))
                .isEqualTo(true);
        assertThat(kinds("{}")).doesNotContain("Role", "RoleBinding");
    }

    @Test
    void aRolloutOfReplicasWaitsForNoPodSinceOneAloneIsEverReady() {
        assertThat(at(deployment("replicas: 2"), "spec/strategy/rollingUpdate"))
                .isEqualTo(Map.of("maxSurge", "100%", "maxUnavailable", "100%"));
    }

    @Test
    void replicasReachEachOtherThroughAClosedNetwork() {
        Map<?, ?> policy = only(
                rendered("{ replicas: 2, networkPolicy: { enabled: true, from: [{ podSelector: {} }] } }"),
                "NetworkPolicy");
        Object own = Map.of("matchLabels", at(policy, "spec/podSelector/matchLabels"));

        assertThat(at(policy, "spec/ingress/0/from/1/podSelector")).isEqualTo(own);
        assertThat(at(policy, "spec/egress/3/to/0/podSelector")).isEqualTo(own);
        assertThat(at(policy, "spec/egress/2/ports/0/port")).isEqualTo(6443);
    }

    @Test
    void thePodKeepsTheRestrictedStandard() {
        Map<?, ?> deployment = deployment("{}");

        assertThat(at(deployment, "spec/template/spec/securityContext/runAsNonRoot"))
                .isEqualTo(true);
        assertThat(at(deployment, "spec/template/spec/securityContext/seccompProfile/type"))
                .isEqualTo("RuntimeDefault");
        assertThat(at(deployment, CONTAINER + "/securityContext")).isEqualTo(yaml("""
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                        capabilities: { drop: [ALL] }
                        """));
        assertThat(at(deployment, "spec/template/spec/automountServiceAccountToken"))
                .isEqualTo(false);
    }

    @Test
    void theUserIsTheImages() throws IOException {
        assertThat(Files.readString(Path.of("Dockerfile")))
                .contains("USER " + at(deployment("{}"), "spec/template/spec/securityContext/runAsUser") + ":"
                        + at(deployment("{}"), "spec/template/spec/securityContext/runAsGroup") + "\n");
    }

    @Test
    void probesAskWhatTheyAreFor() {
        Map<?, ?> tls = deployment("webConfig: { existingSecret: web, probeScheme: HTTPS }");

        assertThat(at(tls, CONTAINER + "/startupProbe/httpGet/path")).isEqualTo("/-/healthy");
        assertThat(at(tls, CONTAINER + "/livenessProbe/httpGet/path")).isEqualTo("/-/healthy");
        assertThat(at(tls, CONTAINER + "/readinessProbe/httpGet/path")).isEqualTo("/-/ready");
        assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe"))
                .allSatisfy(probe -> assertThat(at(tls, CONTAINER + "/" + probe + "/httpGet/scheme"))
                        .isEqualTo("HTTPS"));
    }

    @Test
    void eachFlagOfTheExporterIsOneThatItHas() {
        CommandSpec run = new RunCommand().spec();

        Set<String> given = Matrix.values().values().stream()
                .flatMap(values -> arguments(values).stream())
                .map(argument -> String.valueOf(argument).replaceFirst("=.*", ""))
                .collect(Collectors.toSet());

        assertThat(given).contains("--config.file", "--web.config.file", "--storage.path");
        assertThat(given).filteredOn(flag -> run.findOption(flag) == null).isEmpty();
    }

    @Test
    void theConfigurationIsMountedAsAFolderSoThatAChangeIsSeen() {
        assertThat(at(deployment("{}"), CONTAINER + "/volumeMounts"))
                .isEqualTo(yaml("[{ name: config, mountPath: /etc/trro-exporter, readOnly: true }]"));
        assertThat(arguments("{}"))
                .isEqualTo(List.of(
                        "--config.file=/etc/trro-exporter/trro.yml",
                        "--config.enable-auto-reload",
                        "--config.auto-reload-interval=30s"));
    }

    @Test
    void withoutReloadAChangedConfigurationMakesANewPod() {
        assertThat(at(deployment("{}"), "spec/template/metadata/annotations")).isNull();

        Object first = at(deployment("{ autoReload: false, config: a }"), "spec/template/metadata/annotations");
        Object second = at(deployment("{ autoReload: false, config: b }"), "spec/template/metadata/annotations");

        assertThat(first).isNotNull().isNotEqualTo(second);
    }

    @Test
    void theConfigurationGoesIntoTheMapAsItIs() {
        String config = "# a comment\naccounts:\n  - projects:\n      - id: \"1e5\"\n        devices: [00012, v1]\n";

        assertThat(at(only(rendered("config: |\n" + config.indent(2)), "ConfigMap"), "data/trro.yml"))
                .isEqualTo(config);
    }

    @Test
    void aKeyReachesTheExporterAsEnvironmentAlone() {
        String values = "credentials: { secretId: AKIDexample, secretKey: top-secret }";

        assertThat(Chart.text(values))
                .doesNotContain("AKIDexample", "top-secret")
                .contains("QUtJRGV4YW1wbGU=");
        assertThat(at(deployment(values), CONTAINER + "/env"))
                .asString()
                .contains("name=TENCENTCLOUD_SECRET_ID", "name=TENCENTCLOUD_SECRET_KEY", "name=TENCENTCLOUD_TOKEN");
        assertThat(at(deployment("credentials: { existingSecret: mine }"), CONTAINER + "/env/0/valueFrom/secretKeyRef"))
                .isEqualTo(yaml("{ name: mine, key: TENCENTCLOUD_SECRET_ID }"));
    }

    @Test
    void aRoleOfTkeIsSaidByTheServiceAccount() {
        Map<?, ?> account = only(
                rendered("serviceAccount: { tkeOidc: { roleArn: \"qcs::cam::uin/100000000001:roleName/trro\" } }"),
                "ServiceAccount");

        assertThat(at(account, "metadata/annotations"))
                .isEqualTo(Map.of(
                        "tke.cloud.tencent.com/role-arn", "qcs::cam::uin/100000000001:roleName/trro",
                        "tke.cloud.tencent.com/audience", "sts.cloud.tencent.com",
                        "tke.cloud.tencent.com/token-expiration", "86400"));
    }

    @Test
    void nothingOfTheOperatorIsInstalledUnlessAskedFor() {
        assertThat(kinds("{}")).containsExactlyInAnyOrder("ConfigMap", "Deployment", "Service", "ServiceAccount");
        assertThat(kinds("{ serviceMonitor: { enabled: true }, networkPolicy: { enabled: true } }"))
                .contains("ServiceMonitor", "NetworkPolicy");
    }

    @Test
    void theJobOfAScrapeHasTheNameThatTheAlertLooksFor() {
        Map<?, ?> monitor =
                only(rendered("{ fullnameOverride: x, serviceMonitor: { enabled: true } }"), "ServiceMonitor");
        String label = String.valueOf(at(monitor, "spec/jobLabel"));
        Map<?, ?> service = only(rendered("fullnameOverride: x"), "Service");

        assertThat(label).isEqualTo("app.kubernetes.io/name");
        assertThat(((Map<?, ?>) at(service, "metadata/labels")).get(label))
                .asString()
                .contains("trro");
    }

    @Test
    void rulesAndDashboardsAreTheShippedFiles() throws IOException {
        List<Map<?, ?>> manifests = rendered("{ prometheusRule: { enabled: true }, dashboards: { enabled: true } }");

        for (String rules : List.of("alerts", "recording", "thresholds")) {
            assertThat(manifests.stream()
                            .filter(Chart.ofKind("PrometheusRule"))
                            .filter(manifest -> at(manifest, "metadata/name").equals(NAME + "-" + rules))
                            .<Object>map(manifest -> manifest.get("spec")))
                    .containsExactly(yaml(Files.readString(Path.of("prometheus", "rules", rules + ".yml"))));
        }
        for (String dashboard : List.of("fleet", "device", "exporter")) {
            assertThat(manifests.stream()
                            .map(manifest -> at(manifest, "data/trro-" + dashboard + ".json"))
                            .filter(text -> text != null))
                    .containsExactly(Files.readString(Path.of("grafana", "dashboards", dashboard + ".json")));
        }
    }

    @Test
    void rulesAndDashboardsAreLinkedNotCopied() {
        assertThat(Chart.FOLDER.resolve("files/rules")).isSymbolicLink();
        assertThat(Chart.FOLDER.resolve("files/dashboards")).isSymbolicLink();
    }

    @Test
    void thresholdsAndRunbookMayBeOnesOwn() {
        String text = Chart.text("""
                prometheusRule:
                  enabled: true
                  runbookUrl: https://wiki.example.com/trro
                  thresholds: |
                    groups:
                      - name: mine
                        rules: [{ record: "default:trro_overdue_ratio:max", expr: vector(0.5) }]
                """);

        assertThat(text)
                .contains("name: mine", "runbook_url: https://wiki.example.com/trro#trroexporterdown")
                .doesNotContain("runbook_url: prometheus/", "name: trro-thresholds");
    }

    @Test
    void theFolderIsInstalledAsThePackageIs() {
        String everything = "{ prometheusRule: { enabled: true }, dashboards: { enabled: true } }";

        assertThat(Chart.text(Chart.FOLDER, everything)).isEqualTo(Chart.text(everything));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 0 | replicas",
                "{ replicas: 2, storage: { enabled: true } } | cannot share a claim",
                "storage: { type: hostPath } | type",
                "webConfig: { probeScheme: https } | probeScheme",
                "credentials: { existingsecret: x } | existingsecret",
                "credentials: { secretId: x } | credentials.secretKey must be given with credentials.secretId",
                "config: '' | config must hold the text of trro.yml",
                "config: { accounts: [] } | config",
                "serviceAccount: { tkeOidc: { roleArn: trro } } | roleArn",
                "{ serviceMonitor: { enabled: true }, podMonitor: { enabled: true } } | exclude each other",
            })
    void valuesThatCannotBeMeantAreRefused(String values, String message) {
        assertThatThrownBy(() -> rendered(values)).hasMessageContaining(message);
    }
}
