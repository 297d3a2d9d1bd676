package trro.exporter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilentStartTest {

    @Test
    void logsNothingWhereNoFileSaysHow() throws Exception {
        List<URL> withoutTests = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            if (!part.endsWith("test-classes")) {
                withoutTests.add(Path.of(part).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(withoutTests.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Object context = loader.loadClass(LoggerContext.class.getName())
                    .getConstructor()
                    .newInstance();
            Class<?> contextType = loader.loadClass(LoggerContext.class.getName());
            Class<?> initializer = loader.loadClass(ContextInitializer.class.getName());
            initializer
                    .getMethod("autoConfig")
                    .invoke(initializer.getConstructor(contextType).newInstance(context));
            Object root = contextType.getMethod("getLogger", String.class).invoke(context, "ROOT");

            assertThat(root.getClass().getMethod("getLevel").invoke(root)).hasToString("OFF");
        }
    }
}
