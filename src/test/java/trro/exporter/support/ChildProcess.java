package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program that runs beside the tests, with what it writes. */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final Path out;
    private final Path err;

    private ChildProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** This program as its user has it: without the classes and resources of the tests. */
    public static ChildProcess ofMain(Path folder, Map<String, String> environment, String... args) throws IOException {
        return start(folder, environment, ofMain(classPath(), args));
    }

    /**
     * The same with less of something, in the terms of the shell, and from a jar, which needs no file
     * for a class.
     */
    public static ChildProcess limited(String limit, Path folder, Map<String, String> environment, String... args)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit " + limit + "; exec \"$@\"", "sh"));
        command.addAll(ofMain(jarred(folder), args));
        return start(folder, environment, command);
    }

    private static String jarred(Path folder) {
        Path jar = folder.resolve("classes.jar");
        String[] parts = classPath().split(File.pathSeparator, -1);
        for (int i = 0; i < parts.length; i++) {
            if (Files.isDirectory(Path.of(parts[i]))) {
                int code = ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", parts[i], ".");
                assertThat(code).isZero();
                parts[i] = jar.toString();
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    private static List<String> ofMain(String classPath, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "trro.exporter.cli.Main"));
        command.addAll(List.of(args));
        return command;
    }

    /** Any program; its own folder takes what it writes. */
    public static ChildProcess start(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Path out = Files.createTempFile(folder, "child", ".out");
        Path err = Files.createTempFile(folder, "child", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> {
            String upper = name.toUpperCase(Locale.ROOT);
            return upper.startsWith("TENCENTCLOUD_") || upper.endsWith("_PROXY") || upper.endsWith("_OPTIONS");
        });
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), out, err);
    }

    /** This program without the classes and resources of the tests. */
    public static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    public long pid() {
        return process.pid();
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /** Waits until it wrote something like this to either of its outputs. */
    public MatchResult awaitOutput(String regex) {
        Pattern pattern = Pattern.compile(regex);
        await().untilAsserted(() -> {
            assertThat(process.isAlive() || pattern.matcher(out() + err()).find())
                    .as("ended early: %s%s", out(), err())
                    .isTrue();
            assertThat(out() + err()).containsPattern(pattern);
        });
        return pattern.matcher(out() + err()).results().findFirst().orElseThrow();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, as a service manager does. */
    public void terminate() {
        process.destroy();
    }

    /** Sends it a signal by its name, for example STOP. */
    public void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    /** Its exit code, which it has to give within {@code bound}. */
    public int awaitExit(Duration bound) throws InterruptedException {
        assertThat(process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS))
                .as("ended within %s; it wrote: %s%s", bound, out(), err())
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
