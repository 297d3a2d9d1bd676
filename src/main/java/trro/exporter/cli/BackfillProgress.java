package trro.exporter.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import trro.exporter.backfill.BackfillListener;
import trro.exporter.time.TimeSource;

/** Shows how far a backfill has come: a bar on a terminal, else a line now and then. Thread-safe. */
final class BackfillProgress implements BackfillListener, AutoCloseable {

    private static final long BETWEEN_LINES_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int BAR_WIDTH = 78;

    private final PrintWriter out;
    private final double callsPerSecond;
    private final TimeSource time;
    private final Optional<ProgressBar> bar;
    private final List<Path> files = new ArrayList<>();
    private long made;
    private long all;
    private long lineNanos;

    /** @param callsPerSecond by which the time that is left is told */
    BackfillProgress(PrintWriter out, double callsPerSecond, TimeSource time) {
        this.out = out;
        this.callsPerSecond = callsPerSecond;
        this.time = time;
        bar = terminal().map(terminal -> bar());
        lineNanos = time.nanoTime();
    }

    /**
     * The terminal that this program was started on; empty if input or output are redirected.
     *
     * <p>From Java 22 on there is a console in any case, and a method tells whether it is a terminal; Java 17, for
     * which this is compiled, does not have it.
     */
    @SuppressWarnings("SystemConsoleNull")
    static Optional<Console> terminal() {
        Optional<Console> console = Optional.ofNullable(System.console());
        try {
            return console.isPresent()
                            && Boolean.FALSE.equals(
                                    Console.class.getMethod("isTerminal").invoke(console.get()))
                    ? Optional.empty()
                    : console;
        } catch (ReflectiveOperationException e) {
            return console;
        }
    }

    private static ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName("Asking")
                .setInitialMax(1)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta() // which knows nothing of the budget
                .setConsumer(new ConsoleProgressBarConsumer(System.err, BAR_WIDTH))
                .build();
    }

    @Override
    public synchronized void callsLeft(long calls) {
        all = made + calls;
        bar.ifPresent(shown -> shown.maxHint(Math.max(1, all)));
    }

    @Override
    public synchronized void called() {
        made++;
        all = Math.max(all, made);
        bar.ifPresent(shown -> shown.stepTo(made).setExtraMessage(" " + left() + " left"));
        line("%,d of %,d calls, about %s left%n", made, all, left());
    }

    private String left() {
        return BackfillReport.duration(Duration.ofSeconds((long) Math.ceil((all - made) / callsPerSecond)));
    }

    @Override
    public synchronized void written(Path file, int left) {
        files.add(file);
        bar.ifPresent(shown -> shown.setExtraMessage(" " + left + " to write"));
        line("%d of %d written%n", files.size(), files.size() + left);
    }

    private void line(String format, Object... values) {
        if (bar.isEmpty() && time.nanoTime() - lineNanos >= BETWEEN_LINES_NANOS) {
            lineNanos = time.nanoTime();
            out.printf(Locale.ROOT, format, values);
            out.flush();
        }
    }

    /** The files that are whole. */
    synchronized List<Path> files() {
        return List.copyOf(files);
    }

    @Override
    public synchronized void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
