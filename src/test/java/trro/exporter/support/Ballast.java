package trro.exporter.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Fills the heap of another process but for a little, as an agent of its Java; the class stands in a jar alone. */
public final class Ballast {

    private static final int PIECE_BYTES = 16 << 10;
    private static final int PIECES_LEFT = 64; // enough for the calls that are under way on a slow machine
    private static final long BETWEEN_LOOKS_MILLIS = 50;
    private static final List<byte[]> kept = new ArrayList<>();

    private Ballast() {}

    /** The option of Java for a process whose heap is filled once {@code signal} exists; it is deleted after that. */
    public static String option(Path folder, Path signal) throws IOException {
        Path jar = folder.resolve("ballast.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Ballast.class.getName());
        String name = Ballast.class.getName().replace('.', '/') + ".class";
        try (InputStream own = Ballast.class.getClassLoader().getResourceAsStream(name);
                OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new JarEntry(name));
            entries.write(own.readAllBytes());
        }
        return "-javaagent:" + jar + "=" + signal;
    }

    /** Called by Java. */
    public static void premain(String signal) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!Files.exists(Path.of(signal))) {
                            Thread.sleep(BETWEEN_LOOKS_MILLIS);
                        }
                        fill();
                        Files.delete(Path.of(signal));
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "ballast");
        thread.setDaemon(true);
        thread.start();
    }

    private static void fill() {
        try {
            while (true) {
                kept.add(new byte[PIECE_BYTES]);
            }
        } catch (OutOfMemoryError full) {
            kept.subList(kept.size() - PIECES_LEFT, kept.size()).clear();
        }
    }
}
