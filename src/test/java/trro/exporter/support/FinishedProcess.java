package trro.exporter.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The output of a program that has ended.
 *
 * @param output both of its streams, in the order in which they were written
 */
public record FinishedProcess(int exitCode, String output) {

    private static final int LONGEST_SECONDS = 300;

    /** Runs a program in the project's folder until it ends. */
    public static FinishedProcess run(Path command, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(line + " did not end within " + LONGEST_SECONDS + " s");
            }
            return new FinishedProcess(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
