package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A written file, read without the code that wrote it. */
final class HistoryFile {

    private HistoryFile() {}

    /** The samples of each series by time. Checks the order that promtool needs. */
    static Map<String, NavigableMap<Instant, Double>> read(Path... files) throws IOException {
        Map<String, NavigableMap<Instant, Double>> series = new LinkedHashMap<>();
        for (Path file : files) {
            read(file, series);
        }
        return series;
    }

    private static void read(Path file, Map<String, NavigableMap<Instant, Double>> series) throws IOException {
        List<String> lines = text(file).lines().toList();
        assertThat(lines).last().isEqualTo("# EOF");
        Set<String> families = new HashSet<>();
        Set<String> ended = new HashSet<>();
        String family = "";
        String name = "";
        NavigableMap<Instant, Double> samples = new TreeMap<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ", -1)[2];
                check(families.add(family) && line.endsWith(" gauge"), line);
            } else if (!line.startsWith("# HELP ")) {
                int time = line.lastIndexOf(' ');
                int value = line.lastIndexOf(' ', time - 1);
                if (value != name.length() || !line.startsWith(name)) {
                    name = line.substring(0, value);
                    check(name.startsWith(family + "{") && ended.add(name), line);
                    samples = series.computeIfAbsent(name, any -> new TreeMap<>());
                }
                Instant at = Instant.ofEpochSecond(Long.parseLong(line.substring(time + 1)));
                check(samples.isEmpty() || samples.lastKey().isBefore(at), line);
                samples.put(at, Double.valueOf(line.substring(value + 1, time)));
            }
        }
    }

    private static void check(boolean inOrder, String line) {
        if (!inOrder) {
            throw new AssertionError("out of order: " + line);
        }
    }

    private static String text(Path file) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return Files.readString(file);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
