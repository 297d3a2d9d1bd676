package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import trro.exporter.support.RealComponents;

/** Tencent Cloud's official SDK for Node, fetched with npm once and kept under target/. */
final class NodeSdk {

    private static final String PACKAGE = "tencentcloud-sdk-nodejs-intl-en";
    private static final String VERSION = "3.0.1335";
    private static final Path FOLDER = Path.of("target", "node-sdk-" + VERSION).toAbsolutePath();
    private static final int MINUTES = 5;

    private final Path node;

    private NodeSdk(Path node) {
        this.node = node;
    }

    static NodeSdk installed() throws IOException, InterruptedException {
        Path node = RealComponents.require("node", "nodejs");
        Path npm = RealComponents.require("npm", "npm");
        Path done = FOLDER.resolve("installed");
        if (!Files.exists(done)) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve("package.json"), "{\"private\": true}");
            List<String> install = List.of(
                    npm.toString(),
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--save-exact",
                    PACKAGE + "@" + VERSION);
            run(new ProcessBuilder(install).directory(FOLDER.toFile()), FOLDER.resolve("npm.log"));
            Files.createFile(done);
        }
        return new NodeSdk(node);
    }

    /** Answers to a JSON array of questions, in their order, as a JSON array. */
    String ask(int port, String questions, Path workFolder) throws IOException, InterruptedException {
        Path input = Files.writeString(workFolder.resolve("questions.json"), questions);
        Path output = workFolder.resolve("answers.json");
        ProcessBuilder builder = new ProcessBuilder(
                        node.toString(), script().toString(), FOLDER.toString(), PACKAGE, Integer.toString(port))
                .redirectInput(input.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        run(builder, output);
        return Files.readString(output);
    }

    private static void run(ProcessBuilder builder, Path output) throws IOException, InterruptedException {
        Path errors = output.resolveSibling(output.getFileName() + ".errors");
        Process process = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as("%s ended within %d minutes", builder.command().get(0), MINUTES)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s says: %s", builder.command(), Files.readString(errors))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path script() {
        try {
            URL script = Objects.requireNonNull(NodeSdk.class.getResource("/simulator/ask.cjs"), "ask.cjs is missing");
            return Path.of(script.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
