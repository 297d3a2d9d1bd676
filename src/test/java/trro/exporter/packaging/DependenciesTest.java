package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A dependency that is bundled has a reason that was written down, and a licence that is allowed. */
class DependenciesTest {

    private static final Path PAGE = Path.of("docs", "dependencies.md");

    /** How NOTICE calls the licences of the page. */
    private static final Map<String, String> SPDX = Map.of(
            "Apache License 2.0", "Apache-2.0",
            "MIT", "MIT",
            "BSD 2-Clause", "BSD-2-Clause",
            "BSD 3-Clause", "BSD-3-Clause",
            "CC0 1.0, public domain", "CC0-1.0",
            "Eclipse Public License 2.0", "EPL-2.0");

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The SPDX names that the page allows. */
    static List<String> allowedLicences() {
        String line = page().lines()
                .filter(text -> text.startsWith("`Apache-2.0`"))
                .findFirst()
                .orElseThrow();
        return List.of(line.replace("`", "").split(", ", -1));
    }

    private static String text(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static List<String> bundled() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getDocumentElement();
        List<String> bundled = new ArrayList<>();
        NodeList dependencies = project.getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            if (dependency.getParentNode().getParentNode() == project
                    && !text(dependency, "scope").equals("test")) {
                bundled.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
            }
        }
        return bundled;
    }

    @Test
    void eachBundledDependencyHasAReason() throws Exception {
        List<String> explained = Pattern.compile("^\\| `([^:`]+:[^`]+)` \\| .{20,} \\|$", Pattern.MULTILINE)
                .matcher(page())
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(bundled()).hasSizeGreaterThan(5).containsExactlyElementsOf(explained);
    }

    @Test
    void eachBundledLibraryHasAnAllowedLicence() throws IOException {
        List<String> licences = Pattern.compile("^[a-z][\\w.-]*\\.[\\w.-]+ {2,}(.+)$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("NOTICE")))
                .results()
                .map(line -> line.group(1).replaceFirst(" \\(or .*| \\[\\d].*|, with .*", ""))
                .toList();

        assertThat(licences)
                .hasSizeGreaterThan(20)
                .allSatisfy(licence ->
                        assertThat(SPDX.getOrDefault(licence, licence)).isIn(allowedLicences()));
    }
}
