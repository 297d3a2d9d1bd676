package trro.exporter.support;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that tests run for real, installed from Debian's packages where they are missing and we may do so.
 *
 * <p>{@code -Dreal.components=skip} skips the tests that need one, except where the environment says {@code CI=true}.
 */
public final class RealComponents {

    private static final String SKIP = "skip tests with real components with -Dreal.components=skip";
    private static final Path LOCK =
            Path.of(System.getProperty("java.io.tmpdir"), "trro-exporter-real-components.lock");
    private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");
    private static final int INSTALL_MINUTES = 15;

    private final Map<String, String> environment;
    private final boolean skip;
    private final boolean root;

    RealComponents(Map<String, String> environment, boolean skip, boolean root) {
        this.environment = environment;
        this.skip = skip;
        this.root = root;
    }

    /**
     * The path of a command, which is installed if need be.
     *
     * @param debianPackages what to install if it is missing
     */
    public static Path require(String command, String... debianPackages) {
        boolean skip = "skip".equals(System.getProperty("real.components"));
        boolean root = "root".equals(System.getProperty("user.name"));
        return new RealComponents(System.getenv(), skip, root).path(command, List.of(debianPackages));
    }

    Path path(String command, List<String> packages) {
        Assumptions.assumeFalse(skip && !"true".equals(environment.get("CI")), "real.components=skip");
        return root ? alone(() -> found(command, packages)) : found(command, packages);
    }

    private Path found(String command, List<String> packages) {
        return find(command).orElseGet(() -> {
            if (!root) {
                throw missing(command, packages, "not root");
            }
            if (find("apt-get").isEmpty()) {
                throw missing(command, packages, "no apt-get");
            }
            installQuietly(packages);
            return find(command).orElseThrow(() -> missing(command, packages, "its packages do not bring it"));
        });
    }

    private Optional<Path> find(String command) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static AssertionError missing(String command, List<String> packages, String why) {
        return Assertions.<AssertionError>fail(command + " is not installed and cannot be installed here (" + why
                + "): install Debian's package " + String.join(" ", packages) + ", or " + SKIP);
    }

    /** One at a time, over all threads and processes: a command that is being installed lacks its libraries at first. */
    private static Path alone(Supplier<Path> step) {
        synchronized (RealComponents.class) {
            try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assertThat(lock.isValid()).isTrue();
                return step.get();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void installQuietly(List<String> packages) {
        try {
            boolean quiet = keepServicesDown();
            try {
                install(packages);
            } finally {
                if (quiet) {
                    Files.deleteIfExists(POLICY);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Debian asks this file whether a package may start its service; true if it was put there by us. */
    private static boolean keepServicesDown() throws IOException {
        if (Files.exists(POLICY)) {
            return false;
        }
        Files.writeString(POLICY, "#!/bin/sh\nexit 101\n");
        Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
        return true;
    }

    private static void install(List<String> packages) throws IOException {
        List<String> apt = List.of("apt-get", "-o", "DPkg::Lock::Timeout=300");
        run(with(apt, List.of("update")));
        run(with(with(apt, List.of("install", "-y", "--no-install-recommends")), packages));
    }

    private static List<String> with(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static void run(List<String> command) throws IOException {
        Path output = Files.createTempFile("real-components", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        Process process = builder.start();
        try {
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                Assertions.fail(String.join(" ", command) + " failed; " + SKIP + "\n" + lastLines(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while installing", e);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }

    private static String lastLines(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return lines.stream().skip(Math.max(0, lines.size() - 15)).collect(joining("\n"));
    }
}
