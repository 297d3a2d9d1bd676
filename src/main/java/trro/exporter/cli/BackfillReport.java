package trro.exporter.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import trro.exporter.backfill.BackfillPlan;
import trro.exporter.backfill.HistoryRequest;
import trro.exporter.backfill.Layout;
import trro.exporter.backfill.LeftOut;
import trro.exporter.model.StatisticInterval;
import trro.exporter.plan.PlanReport;
import trro.exporter.yaml.DurationText;

/** Tells people what a backfill will cost, and what came of it. */
record BackfillReport(ZoneId zone, PrintWriter out) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final int MOST_LINES = 30;

    void print(HistoryRequest request, BackfillPlan plan, Layout.Format format) {
        long devices = request.subjects().stream()
                .filter(subject -> subject.deviceId().isPresent())
                .count();
        line("Backfill from %s to %s (%s).", time(request.from()), time(request.to()), zone);
        line(
                "  %s and %s by %s",
                PlanReport.count(request.subjects().size() - (int) devices, "project"),
                PlanReport.count((int) devices, "device"),
                request.intervals().stream().map(StatisticInterval::label).collect(Collectors.joining(", ")));
        line("  calls    about %,d, which take %s at their pace", plan.calls(), duration(plan.time()));
        line("  samples  at most %,d", plan.samples());
        if (format != Layout.Format.REMOTE_WRITE) {
            line("  bytes    at most %,d MB before compression", plan.bytes() / 1_000_000 + 1);
        }
    }

    void print(List<LeftOut> leftOut, Layout.Format format, List<Path> files) {
        if (!leftOut.isEmpty()) {
            line("Left out, since neither figures nor the want of sessions could be made sure of:");
            leftOut.stream().limit(MOST_LINES).forEach(this::print);
            if (leftOut.size() > MOST_LINES) {
                line("  and %,d more", leftOut.size() - MOST_LINES);
            }
        }
        switch (format) {
            case OPENMETRICS -> {
                line(
                        files.stream().anyMatch(Layout::isCompressed)
                                ? "Done. Unpack what ends in .gz, then give Prometheus the blocks:"
                                : "Done. Give Prometheus the blocks:");
                files.forEach(file -> line(
                        "  promtool tsdb create-blocks-from --max-block-duration=54h openmetrics %s"
                                + " PROMETHEUS_DATA_FOLDER",
                        file.toString().replaceFirst("\\.gz$", "")));
            }
            case REMOTE_WRITE -> line("Done. Everything was taken.");
            case CSV -> {
                line("Done:");
                files.forEach(file -> line("  %s", file));
            }
        }
    }

    private void print(LeftOut one) {
        line(
                "  %s from %s to %s of %s%s",
                one.interval().label() + "s",
                time(one.from()),
                time(one.to()),
                one.example(),
                one.subjects() == 1 ? "" : " and %,d more".formatted(one.subjects() - 1));
    }

    static String duration(Duration duration) {
        return DurationText.format(Duration.ofSeconds(duration.toSeconds()));
    }

    private String time(Instant moment) {
        return TIME.format(moment.atZone(zone));
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
