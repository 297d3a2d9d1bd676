package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.support.FinishedProcess;
import trro.exporter.support.RealComponents;
import trro.exporter.support.Slow;

/** What a release holds, built by Maven as a release builds it, and used as its readers use it. */
@Slow
class PackagesTest {

    private static final String VERSION = ProjectVersion.ofThePom();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static FinishedProcess build;

    @BeforeAll
    static void buildTwice() throws Exception {
        RealComponents.require("mvn", "maven");
        build = run("bash", "src/packaging/reproducible.sh", folder.toString());
    }

    private static FinishedProcess run(String command, String... arguments) throws Exception {
        return FinishedProcess.run(RealComponents.require(command, command), arguments);
    }

    private static Path built(String file) {
        return folder.resolve("target").resolve(file);
    }

    @Test
    void twoBuildsInOtherFoldersZonesAndLanguagesMakeTheSameJar() {
        assertThat(build.exitCode()).as(build.output()).isZero();
        List<String> sums = Pattern.compile("[0-9a-f]{64}(?=  .*\\.jar)")
                .matcher(build.output())
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(sums).hasSize(2);
        assertThat(sums.get(0)).isEqualTo(sums.get(1));
    }

    @Test
    void theJarIsNoLargerThanThePageSays() throws Exception {
        String page = Files.readString(Path.of("docs", "dependencies.md"));
        try (JarFile jar = new JarFile(built("trro-exporter.jar").toFile())) {
            long classes = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .count();

            double said = Double.parseDouble(page.replaceFirst("(?s).*?\n([\\d.]+) MB in .*", "$1"));
            assertThat(Files.size(built("trro-exporter.jar")) / 1e6).isBetween(said - 0.5, said + 0.5);
            int saidClasses = Integer.parseInt(
                    page.replaceFirst("(?s).* MB in ([\\d,]+) classes.*", "$1").replace(",", ""));
            assertThat((double) classes).isBetween(saidClasses * 0.97, saidClasses * 1.03);
        }
    }

    @Test
    void theJarIsNotCompressedSinceEachStartReadsIt() throws Exception {
        try (JarFile jar = new JarFile(built("trro-exporter.jar").toFile())) {
            assertThat(jar.stream().filter(entry -> entry.getMethod() == ZipEntry.DEFLATED))
                    .isEmpty();
        }
    }

    @Test
    void theJarHoldsTheServicesOfAllItsLibraries() throws Exception {
        try (JarFile jar = new JarFile(built("trro-exporter.jar").toFile())) {
            ZipEntry encoders = jar.getEntry("META-INF/services/org.eclipse.jetty.http.HttpFieldPreEncoder");
            assertThat(new String(jar.getInputStream(encoders).readAllBytes(), StandardCharsets.UTF_8))
                    .contains(".Http11FieldPreEncoder", ".HpackFieldPreEncoder");
            assertThat(jar.getEntry("META-INF/INDEX.LIST"))
                    .as("the index of one library would hide the others")
                    .isNull();
        }
    }

    @Test
    void theBillOfMaterialsListsWhatIsBundledUnderAllowedLicences() throws Exception {
        JsonNode bom =
                JsonMapper.shared().readTree(built("trro-exporter-sbom.json").toFile());

        assertThat(bom.path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(bom.path("metadata").path("component").path("version").asString())
                .isEqualTo(VERSION);
        assertThat(bom.path("components")).hasSizeGreaterThan(40).allSatisfy(component -> {
            List<String> licences = new ArrayList<>();
            component
                    .path("licenses")
                    .forEach(licence -> licences.add(licence.path("license")
                            .path("id")
                            .asString(licence.path("license").path("name").asString(""))));
            licences.replaceAll(name -> name.equals("The (New) BSD License") ? "BSD-3-Clause" : name);
            if (component.path("group").asString().equals("org.jline")) { // says "BSD"; its text has three clauses
                licences.replaceAll(name -> name.equals("BSD-4-Clause") ? "BSD-3-Clause" : name);
            }
            assertThat(licences)
                    .as("%s", component.path("purl"))
                    .containsAnyElementsOf(DependenciesTest.allowedLicences());
        });
        assertThat(StreamSupport.stream(bom.path("components").spliterator(), false)
                        .map(component -> component.path("group").asString()))
                .contains("io.javalin", "tools.jackson.core")
                .doesNotContain("org.assertj", "com.marcnuri.helm-java");
    }

    @Test
    void theArchiveRunsWhereItIsUnpacked(@TempDir Path elsewhere) throws Exception {
        run("tar", "-xzf", built("trro-exporter-" + VERSION + ".tar.gz").toString(), "-C", elsewhere.toString());
        Path root = elsewhere.resolve("trro-exporter-" + VERSION);

        FinishedProcess version =
                FinishedProcess.run(root.resolve("bin").resolve("trro-exporter").toAbsolutePath(), "--version");

        assertThat(version.output()).startsWith("trro-exporter " + VERSION + "\n");
        assertThat(root.resolve("trro-exporter.service")).isRegularFile();
        assertThat(root.resolve("docs").resolve("install.md")).isRegularFile();
        assertThat(root.resolve("prometheus").resolve("rules").resolve("alerts.yml"))
                .isRegularFile();
        assertThat(root.resolve("LICENSE")).isRegularFile();
    }

    @Test
    void theDebianPackageIsInstalledStartedUpgradedRemovedAndPurged() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("only root has file systems of its own")
                .isEqualTo("root");
        RealComponents.require("curl", "curl");
        RealComponents.require("ip", "iproute2");

        FinishedProcess installed = run(
                "bash",
                "src/test/resources/packaging/install.sh",
                built("trro-exporter_" + VERSION + "_all.deb").toString());

        assertThat(installed.exitCode()).as(installed.output()).isZero();
        assertThat(installed.output())
                .contains("\ntrro-exporter " + VERSION + "\n")
                .endsWith("\ndone\n");
    }
}
