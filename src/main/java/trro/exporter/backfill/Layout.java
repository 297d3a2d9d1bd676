package trro.exporter.backfill;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The way in which the past is written.
 *
 * @param output the file; with a split, the pattern of the files' names
 * @param step the time from one sample of a series to the next
 * @param labels those that a scrape adds, such as {@code job}
 */
public record Layout(Path output, Duration step, Map<String, String> labels, Split split, Format format) {

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

    /** A file with the samples of a time. */
    record Part(Path file, Instant from, Instant to) {}

    /** The files in the order of their times. */
    List<Part> parts(Instant from, Instant to, ZoneId zone) {
        List<Part> parts = new ArrayList<>();
        for (Instant start = from; start.isBefore(to); ) {
            LocalDate date = start.atZone(zone).toLocalDate();
            LocalDate next = switch (split) {
                case NONE -> LocalDate.MAX;
                case DAY -> date.plusDays(1);
                case MONTH -> date.withDayOfMonth(1).plusMonths(1);
            };
            Instant border = split == Split.NONE ? to : next.atStartOfDay(zone).toInstant();
            Instant end = border.isBefore(to) ? border : to;
            parts.add(new Part(file(date), start, end));
            start = end;
        }
        return parts;
    }

    private Path file(LocalDate date) {
        String name = output.getFileName().toString();
        int dot = name.indexOf('.', 1);
        String stem = dot < 0 ? name : name.substring(0, dot);
        String suffix = dot < 0 ? "" : name.substring(dot);
        return switch (split) {
            case NONE -> output;
            case DAY -> output.resolveSibling(stem + "-" + date + suffix);
            case MONTH -> output.resolveSibling(stem + "-" + date.toString().substring(0, 7) + suffix);
        };
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
