package trro.exporter.backfill;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import trro.exporter.model.StatisticInterval;

/**
 * The way in which the past is written.
 *
 * @param output the file; with a split, the pattern of the files' names
 * @param step the time from one sample of a series to the next
 * @param labels those that a scrape adds, such as {@code job}
 */
public record Layout(Path output, Duration step, Map<String, String> labels, Split split, Format format) {

    private static final int BUFFER_BYTES = 1 << 16;

    /** The form of a file. */
    public enum Format {
        /** For Prometheus: a sample at each step. */
        OPENMETRICS,
        /** For people: a row for each bucket. */
        CSV,
        /** For a database that takes samples over the network, without a file. */
        REMOTE_WRITE;

        /** The word for it on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Layout {
        labels = Map.copyOf(labels);
        split = format == Format.REMOTE_WRITE ? Split.DAY : split; // what was pushed is remembered by the day
    }

    /** The times that files are cut into, by the calendar. */
    public enum Split {
        NONE,
        DAY,
        MONTH
    }

    /** Writes the content of a file. */
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** A file with the samples of a time, which is there as a whole or not at all. */
    record Part(Path file, Instant from, Instant to) {

        /** Writes it under another name until it is whole, compressed where its name says so; unless it is there. */
        void write(Content content) throws IOException {
            if (Files.exists(file)) {
                return;
            }
            Path unfinished = file.resolveSibling(file.getFileName() + ".part");
            try (OutputStream plain = Files.newOutputStream(unfinished);
                    OutputStream out = isCompressed(file)
                            ? new GZIPOutputStream(plain, BUFFER_BYTES)
                            : new BufferedOutputStream(plain, BUFFER_BYTES)) {
                content.write(out);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The files in the order of their times. */
    List<Part> parts(Instant from, Instant to, ZoneId zone) {
        List<Part> parts = new ArrayList<>();
        for (Instant start = from; start.isBefore(to); ) {
            Instant border = switch (split) {
                case NONE -> to;
                case DAY -> StatisticInterval.DAY.next(start, zone);
                case MONTH -> StatisticInterval.MONTH.next(start, zone);
            };
            Instant end = border.isBefore(to) ? border : to;
            parts.add(new Part(file(start.atZone(zone).toLocalDate()), start, end));
            start = end;
        }
        return parts;
    }

    private Path file(LocalDate date) {
        String time = switch (split) {
            case NONE -> "";
            case DAY -> "-" + date;
            case MONTH -> "-" + YearMonth.from(date);
        };
        String name = output.getFileName().toString();
        int dot = name.indexOf('.', 1);
        int end = dot < 0 ? name.length() : dot;
        return output.resolveSibling(name.substring(0, end) + time + name.substring(end));
    }

    /** The journal beside the output. */
    public Path journal() {
        return output.resolveSibling(output.getFileName() + ".journal");
    }

    /** Whether a file is compressed, by its name. */
    public static boolean isCompressed(Path file) {
        return file.toString().endsWith(".gz");
    }

    /** The part of the request that is about files, by which a journal is known to be of the same one. */
    public String words() {
        return "step=" + step.toSeconds() + " labels=" + new TreeMap<>(labels) + " split=" + split + " format="
                + format;
    }
}
