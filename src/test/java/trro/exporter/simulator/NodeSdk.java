package trro.exporter.simulator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import trro.exporter.support.NodePackages;

/** Tencent Cloud's official SDK for Node. */
final class NodeSdk {

    private static final String PACKAGE = "tencentcloud-sdk-nodejs-intl-en";
    private static final String VERSION = "3.0.1335";

    private final NodePackages packages;

    private NodeSdk(NodePackages packages) {
        this.packages = packages;
    }

    static NodeSdk installed() throws IOException, InterruptedException {
        return new NodeSdk(NodePackages.installed("node-sdk", PACKAGE + "@" + VERSION));
    }

    /** Answers to a JSON array of questions, in their order, as a JSON array. */
    String ask(int port, String questions, Path workFolder) throws IOException, InterruptedException {
        Path input = Files.writeString(workFolder.resolve("questions.json"), questions);
        return packages.run(script(), input, Stream.of(PACKAGE, Integer.toString(port)));
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
