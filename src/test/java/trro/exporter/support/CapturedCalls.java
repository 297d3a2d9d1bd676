package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls to a port of this machine as its kernel saw them arrive: a server's own time stamps are late on a busy machine, and
 * hide calls that came together.
 */
public final class CapturedCalls implements AutoCloseable {

    private static final Pattern PACKET = Pattern.compile("^(\\d+)\\.(\\d{9}) IP6? ", Pattern.MULTILINE);

    /** A packet that begins with the method, so that each call is captured once. */
    private static final String BEGINS_WITH_POST = "tcp[((tcp[12:1] & 0xf0) >> 2):4] = 0x504f5354";

    private final Process process;
    private final Path output;

    private CapturedCalls(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Begins to capture. */
    public static CapturedCalls to(int port, Path folder) throws IOException {
        Path output = Files.createTempFile(folder, "captured", ".txt");
        Path errors = Files.createTempFile(folder, "captured", ".err");
        List<String> command = List.of(
                RealComponents.require("tcpdump", "tcpdump").toString(),
                "-i",
                "lo",
                "-nn",
                "-tt",
                "-l",
                "-A",
                "-s0",
                "--immediate-mode",
                "--time-stamp-precision=nano",
                "tcp dst port " + port + " and " + BEGINS_WITH_POST);
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        CapturedCalls calls = new CapturedCalls(process, output);
        await().untilAsserted(() -> assertThat(Files.readString(errors))
                .as("tcpdump needs the right to capture on loopback: run the tests as root")
                .contains("listening on"));
        return calls;
    }

    /** The moments of arrival of an action's calls so far, in nanoseconds, the first one first. */
    public List<Long> arrivals(String action) throws IOException {
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        List<Long> arrivals = new ArrayList<>();
        Matcher packet = PACKET.matcher(text);
        boolean more = packet.find();
        while (more) {
            long nanos = Long.parseLong(packet.group(1)) * 1_000_000_000L + Long.parseLong(packet.group(2));
            int from = packet.end();
            more = packet.find();
            String content = text.substring(from, more ? packet.start() : text.length());
            if (content.contains("X-TC-Action: " + action)) {
                arrivals.add(nanos);
            }
        }
        return arrivals;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
