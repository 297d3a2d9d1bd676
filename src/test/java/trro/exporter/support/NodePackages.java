package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Packages for Node.js of exact versions, fetched with npm once and kept under target/. */
public final class NodePackages {

    private static final int MINUTES = 5;

    private final Path folder;

    private NodePackages(Path folder) {
        this.folder = folder;
    }

    /**
     * Installs what is not there yet.
     *
     * @param name of a folder under target/
     * @param packages as {@code name@version}
     */
    public static NodePackages installed(String name, String... packages) throws IOException, InterruptedException {
        Path folder = Path.of("target", name).toAbsolutePath();
        String wanted = String.join("\n", packages);
        Path done = folder.resolve("installed");
        if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
            List<String> install = new ArrayList<>(List.of(
                    RealComponents.require("npm", "npm").toString(),
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--save-exact"));
            install.addAll(List.of(packages));
            run(new ProcessBuilder(install).directory(folder.toFile()), folder.resolve("npm.log"));
            Files.writeString(done, wanted);
        }
        return new NodePackages(folder);
    }

    /**
     * Runs a script with the folder of the packages and {@code arguments}, and without a proxy.
     *
     * @param input what it reads
     * @return what it prints
     */
    public String run(Path script, Path input, Stream<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(RealComponents.require("node", "nodejs").toString(), script.toString(), folder.toString()));
        arguments.forEach(command::add);
        Path output = folder.resolve(script.getFileName() + ".out");
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(input.toFile());
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
                    .as("%s ended within %d minutes", builder.command(), MINUTES)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s says: %s", builder.command(), Files.readString(errors))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
