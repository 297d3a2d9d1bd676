package trro.exporter.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** NOTICE names what the jar bundles, and repeats what the bundled libraries ask to be repeated. */
class LicenceTest {

    private static final String NOTICE = Documents.read(Path.of("NOTICE"));

    /** Groups of which nothing is bundled: on the class path for the tests alone. */
    private static final List<String> OF_TESTS = List.of(
            "com.code-intelligence",
            "com.google.code.gson",
            "com.google.errorprone",
            "com.google.guava",
            "com.google.j2objc",
            "com.marcnuri.helm-java",
            "com.squareup.okhttp3",
            "com.squareup.okio",
            "com.tencentcloudapi",
            "com.tngtech.archunit",
            "commons-logging",
            "io.netty",
            "io.opentelemetry",
            "io.vertx",
            "net.bytebuddy",
            "net.java.dev.jna",
            "net.sf.jopt-simple",
            "org.apache.commons",
            "org.apiguardian",
            "org.assertj",
            "org.awaitility",
            "org.bouncycastle",
            "org.hamcrest",
            "org.junit.jupiter",
            "org.junit.platform",
            "org.openjdk.jmh",
            "org.opentest4j",
            "org.seleniumhq.selenium");

    private static List<String> bundledGroups() {
        return Pattern.compile("^([a-z][\\w.-]*\\.[\\w.-]+) {2,}\\S", Pattern.MULTILINE)
                .matcher(NOTICE)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The libraries of the class path, each in a folder of its group, its name and its version. */
    private static List<Path> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .toList();
    }

    private static boolean isOf(Path library, String group) {
        return library.resolveSibling("../..").normalize().endsWith(Path.of(group.replace('.', '/')));
    }

    @Test
    void everyLibraryIsOfABundledGroupOrOfTheTests() {
        List<String> known =
                Stream.of(bundledGroups(), OF_TESTS).flatMap(List::stream).toList();

        assertThat(libraries().stream().filter(library -> known.stream().noneMatch(group -> isOf(library, group))))
                .isEmpty();
    }

    @Test
    void everyGroupThatIsNamedIsThere() {
        assertThat(bundledGroups()).hasSizeGreaterThan(20).doesNotContainAnyElementsOf(OF_TESTS);
        assertThat(bundledGroups().stream()
                        .filter(group -> libraries().stream().noneMatch(library -> isOf(library, group))))
                .isEmpty();
    }

    @Test
    void theCopyrightsThatBundledLibrariesTellAreRepeated() {
        List<Path> bundled = libraries().stream()
                .filter(library -> bundledGroups().stream().anyMatch(group -> isOf(library, group)))
                .toList();

        assertThat(bundled.stream().flatMap(LicenceTest::copyrights).distinct())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(NOTICE).contains(line));
    }

    /** The lines of a library's notices that name who holds a copyright. */
    private static Stream<String> copyrights(Path library) {
        try (JarFile jar = new JarFile(library.toFile())) {
            StringBuilder notices = new StringBuilder();
            for (String name : List.of("META-INF/NOTICE", "META-INF/NOTICE.md", "META-INF/NOTICE.txt")) {
                if (jar.getEntry(name) != null) {
                    try (InputStream notice = jar.getInputStream(jar.getEntry(name))) {
                        notices.append(new String(notice.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
            return notices.toString()
                    .lines()
                    .map(line -> line.replaceFirst("^[ *]+", ""))
                    .filter(line -> line.matches("Copyright .*\\d{4}.*"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLicenceIsApachesAndGoesIntoTheJar() {
        assertThat(Documents.read(Path.of("LICENSE")))
                .contains("Apache License\n", "Copyright 2026 the trro-exporter authors\n");
        assertThat(Documents.read(Path.of("pom.xml"))).contains("<name>Apache-2.0</name>");
        assertThat(Documents.read(Path.of("src", "main", "assembly", "jar.xml")))
                .contains("<source>LICENSE</source>", "<source>NOTICE</source>");
    }
}
