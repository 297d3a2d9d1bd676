package trro.exporter.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one place of the version. */
final class ProjectVersion {

    private ProjectVersion() {}

    static String ofThePom() {
        try {
            Matcher pom = Pattern.compile("<artifactId>trro-exporter</artifactId>\\s*<version>([^<]*)</version>")
                    .matcher(Files.readString(Path.of("pom.xml")));
            if (!pom.find()) {
                throw new AssertionError("pom.xml names no version");
            }
            return pom.group(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
