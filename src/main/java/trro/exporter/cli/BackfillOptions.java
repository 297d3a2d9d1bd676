package trro.exporter.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import trro.exporter.backfill.Layout;
import trro.exporter.backfill.Subjects;
import trro.exporter.config.ExporterConfig;
import trro.exporter.model.StatisticInterval;

/** The options that say which past is wanted and how it is written. */
final class BackfillOptions extends Options {

    /** Prometheus must not get blocks of the hours that it still has in memory; it keeps three at most. */
    private static final Duration SAFE_DISTANCE = Duration.ofHours(3);

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration SHORTEST_STEP = Duration.ofSeconds(10);
    private static final Duration LONGEST_STEP = Duration.ofHours(1);
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final List<String> OWN_LABELS = List.of("project_id", "device_id", "interval", "window");

    private final Supplier<String> from = take(option(
                    String.class,
                    "--from=DATE",
                    "The first day, such as 2026-10-01, or a time of it, such as 2026-10-01T12:00, in the"
                            + " configured time zone.")
            .required(true));

    private final Supplier<Optional<String>> to = optional(
            String.class,
            "--to=DATE",
            "The day or time before which it ends. By default three hours ago, since Prometheus takes"
                    + " no blocks of later hours.");

    private final Supplier<List<StatisticInterval>> intervals = take(option(
                    List.class,
                    "--interval=INTERVAL",
                    "Only these intervals: hour, day, month. By default those that are polled.")
            .auxiliaryTypes(StatisticInterval.class)
            .splitRegex(",")
            .initialValue(List.of()));

    private final Supplier<String> scrapeInterval = defaulted(
            String.class,
            "--scrape-interval=DURATION",
            "5m",
            "A sample of each series so often, 10s to 1h; Prometheus shows a sample for five minutes."
                    + " Default: ${DEFAULT-VALUE}");

    private final Supplier<Layout.Split> split = defaulted(
            Layout.Split.class,
            "--split=SPLIT",
            "none",
            "A file for each day or month: none, day, month. Default: ${DEFAULT-VALUE}");

    private final Supplier<Layout.Format> format = defaulted(
            Layout.Format.class,
            "--format=FORMAT",
            "openmetrics",
            "Write openmetrics for Prometheus, or csv for people: a row for each hour, day and month; or"
                    + " remote-write to --url without a file. Default: ${DEFAULT-VALUE}");

    private final Supplier<Map<String, String>> labels = map(
            String.class,
            String.class,
            "--label=NAME=VALUE",
            "The labels that your scrape job adds, instead of job=trro and instance=localhost:10205."
                    + " May be given several times.");

    private final Supplier<Optional<Path>> output = optional(
            Path.class,
            "--output=FILE",
            "Write into this file; compressed where its name ends in .gz. With remote-write only a journal"
                    + " lies beside it. Default there: history");

    private final Supplier<List<String>> deviceIds = list(
            String.class,
            "--device.id=ID",
            "Only devices with this id, and not the projects' own figures. May be given several times.");

    Subjects.Wanted wanted(List<String> projectIds) {
        return new Subjects.Wanted(new TreeSet<>(projectIds), new TreeSet<>(deviceIds.get()));
    }

    Layout layout() throws OperatorMistake {
        Duration step = duration(scrapeInterval.get(), SHORTEST_STEP, LONGEST_STEP)
                .filter(duration -> duration.toMillisPart() == 0)
                .orElseThrow(() -> new OperatorMistake(
                        "--scrape-interval: " + scrapeInterval.get() + " is not within 10s to 1h, in whole seconds"));
        for (String name : labels.get().keySet()) {
            if (!LABEL_NAME.matcher(name).matches() || OWN_LABELS.contains(name)) {
                throw new OperatorMistake("--label: " + name + " cannot be used; give labels that Prometheus adds to"
                        + " what it scrapes, such as --label=job=trro");
            }
        }
        Path file = output.get()
                .or(() ->
                        format.get() == Layout.Format.REMOTE_WRITE ? Optional.of(Path.of("history")) : Optional.empty())
                .filter(path -> !path.toString().isBlank())
                .orElseThrow(
                        () -> new OperatorMistake("--output is missing; name a file, such as --output=history.om"));
        if (file.getFileName() == null || file.toFile().isDirectory()) {
            throw new OperatorMistake("--output: " + file + " is a folder; name a file, such as history.om");
        }
        return new Layout(file, step, orThoseOfThePage(labels.get()), split.get(), format.get());
    }

    /** The labels that a scrape job adds if nothing else is said. */
    static Map<String, String> orThoseOfThePage(Map<String, String> labels) {
        return labels.isEmpty() ? Map.of("job", "trro", "instance", "localhost:10205") : Map.copyOf(labels);
    }

    List<StatisticInterval> intervals(ExporterConfig config) {
        return Stream.of(StatisticInterval.values())
                .filter(intervals.get().isEmpty() ? config.pollIntervals()::containsKey : intervals.get()::contains)
                .toList();
    }

    Instant from(ZoneId zone) throws OperatorMistake {
        Instant moment = moment("--from", from.get(), zone);
        if (moment.isBefore(EARLIEST)) {
            throw new OperatorMistake(
                    "--from: " + from.get() + " is before 2000, when there was no TRRO; give a later day");
        }
        return moment;
    }

    /** @throws OperatorMistake if some bucket that would be shown may not have settled */
    Instant to(ExporterConfig config, Instant now) throws OperatorMistake {
        Instant safe = now.minus(SAFE_DISTANCE).truncatedTo(ChronoUnit.HOURS);
        Optional<String> text = to.get();
        if (text.isEmpty()) {
            return safe;
        }
        Instant moment = moment("--to", text.get(), config.timeZone());
        Instant latest = now.truncatedTo(ChronoUnit.HOURS);
        if (moment.isAfter(latest)) {
            throw new OperatorMistake("--to: " + text.get() + " is after " + latest
                    + ", the last full hour; leave it out for the last border that Prometheus takes");
        }
        return moment;
    }

    private static Instant moment(String option, String text, ZoneId zone) throws OperatorMistake {
        try {
            return text.contains("T")
                    ? LocalDateTime.parse(text).atZone(zone).toInstant()
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new OperatorMistake(
                    option + ": " + text + " is no day; write 2026-10-01, or 2026-10-01T12:00 for a time of it");
        }
    }

    /** The options in words, by which it is known whether a run that was broken off is to go on. */
    String words(List<String> projectIds) {
        return "from=%s to=%s intervals=%s projects=%s devices=%s"
                .formatted(
                        from.get(),
                        to.get().orElse("default"),
                        new TreeSet<>(intervals.get()),
                        new TreeSet<>(projectIds),
                        new TreeSet<>(deviceIds.get()));
    }
}
