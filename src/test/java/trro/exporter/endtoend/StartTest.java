package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Slow;

/** What Java reads until the exporter listens makes up most of its start. */
@Slow
class StartTest {

    /** Somewhat more than with Java 17 (4,008) and Java 25 (4,120). */
    private static final int MOST_CLASSES = 4_400;

    private static final List<String> NOT_BEFORE_THE_FIRST_PAGE = List.of(
            "jdk.internal.net.http.", // for the first call
            "sun.security.ssl.",
            "tools.jackson.databind.ObjectMapper ",
            "sun.security.provider.SHA2 ", // to keep a budget's memory
            "com.sun.jmx.mbeanserver.JmxMBeanServer ", // for nobody, as the others below
            "ch.qos.logback.classic.util.ContextInitializer ",
            "jdk.jfr.",
            "sun.util.cldr.",
            "com.sun.org.apache.xerces.",
            "java.sql.",
            "picocli.CommandLine$Option "); // an annotation

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void readsNothingThatAFirstPageDoesNotNeed() throws Exception {
        Path log = folder.resolve("classes.log");
        Map<String, String> environment = Map.of(
                "TENCENTCLOUD_SECRET_ID", "AKIDnobody",
                "TENCENTCLOUD_SECRET_KEY", "nothing",
                "HTTPS_PROXY", "http://127.0.0.1:9", // nobody answers
                "JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
        try (ChildProcess run =
                ChildProcess.ofMain(folder, environment, "run", "--project.id=p", "--web.listen-address=127.0.0.1:0")) {
            run.awaitOutput("msg=listening");
        }

        List<String> classes = Files.readAllLines(log);
        int firstEvent = indexOf(classes, "ch.qos.logback.classic.spi.LoggingEvent ");
        List<String> beforeListening = classes.subList(0, firstEvent);
        assertThat(beforeListening)
                .hasSizeBetween(2_000, MOST_CLASSES)
                .anyMatch(line -> line.contains("trro.exporter.web.Listener "));
        assertThat(beforeListening.stream()
                        .filter(line -> NOT_BEFORE_THE_FIRST_PAGE.stream().anyMatch(line::contains)))
                .isEmpty();
    }

    private static int indexOf(List<String> classes, String name) {
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).contains(name)) {
                return i;
            }
        }
        throw new AssertionError(name + "was not read");
    }
}
