package trro.exporter.cli;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import trro.exporter.Threads;
import trro.exporter.accounts.AccountLimiters;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.backfill.Backfill;
import trro.exporter.backfill.BackfillException;
import trro.exporter.backfill.BackfillPlan;
import trro.exporter.backfill.GapSearch;
import trro.exporter.backfill.HistoryRequest;
import trro.exporter.backfill.Layout;
import trro.exporter.backfill.LeftOut;
import trro.exporter.backfill.Subject;
import trro.exporter.backfill.Subjects;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.discovery.WholeList;
import trro.exporter.model.FileFailure;
import trro.exporter.pacing.Limiters;
import trro.exporter.pacing.PaceFile;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.StatisticsCalendar;
import trro.exporter.prometheus.PrometheusException;
import trro.exporter.prometheus.RemoteWrite;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;

/** Writes the past as files that Prometheus can take. */
final class BackfillCommand extends Options implements Callable<Integer> {

    private static final Duration BETWEEN_SAVINGS = Duration.ofSeconds(5);

    private final Supplier<Optional<Path>> file = optional(
            Path.class,
            "--config.file=FILE",
            "The exporter's configuration. Without it --project.id names the projects, as for run.");

    private final Supplier<List<String>> projectIds =
            list(String.class, "--project.id=ID", "Only this project. May be given several times.");

    private final BackfillOptions options = with(new BackfillOptions());

    private final RemoteOptions remote = with(new RemoteOptions());

    private final StorageOptions storage = with(new StorageOptions());

    private final BackfillPaces paces = with(new BackfillPaces());

    private final Supplier<Boolean> yes = flag("--yes", "Do not ask whether to go on.");

    private final LoggingOptions loggingOptions = with(new LoggingOptions());

    BackfillCommand() {
        command("Write the months before the exporter ran, or hours that it missed, as OpenMetrics for promtool.")
                .customSynopsis("trro-exporter backfill --from=DATE --output=FILE [OPTIONS]");
    }

    @Override
    public Integer call() throws OperatorMistake, InterruptedException, IOException {
        loggingOptions.apply();
        ExporterConfig config = ConfigOptions.load(file.get(), projectIds.get(), System.getenv());
        Layout layout = options.layout();
        remote.check(layout.format());
        Map<String, Integer> limits = paces.perAccount(config);
        TimeSource time = new SystemTime();
        Limiters limiters = new Limiters(time);
        Optional<PaceFile> paceFile = storage.openForBackfill(limiters, time);
        Optional<Thread> keeping = paceFile.map(file -> Threads.loop("budget-memory", () -> keep(file, time)));
        keeping.ifPresent(Thread::start);
        ExecutorService workers = Threads.workers();
        try {
            HttpTransport transport = RunCommand.transport(System.getenv());
            Function<String, Backfill.Way> ways = ways(config, limits, limiters, transport, time);
            Optional<RemoteWrite> receiver = remote.receiver(transport, time);
            HistoryRequest request = request(config, layout, ways, time);
            Optional<GapSearch> gaps = remote.gaps(request, transport);
            if (gaps.isPresent()) {
                gaps.get().check(layout.labels());
            }
            if (agreed(config, request, layout, limits, gaps)) {
                BackfillProgress progress = new BackfillProgress(out(), slowest(limits), time);
                run(request, layout, new Backfill.Parts(ways, workers, time, progress, gaps, receiver), progress);
            }
            return Main.FINE;
        } catch (BackfillException | PrometheusException e) {
            throw new OperatorMistake(e);
        } catch (IOException e) {
            throw unwritable(layout, e);
        } catch (UncheckedIOException e) {
            throw unwritable(layout, Objects.requireNonNull(e.getCause()));
        } finally {
            workers.shutdownNow();
            keeping.ifPresent(Thread::interrupt);
            paceFile.ifPresent(PaceFile::close);
        }
    }

    private static OperatorMistake unwritable(Layout layout, IOException failure) throws IOException {
        if (Main.filesRanOut(failure)) {
            throw failure;
        }
        return new OperatorMistake("--output: " + layout.output() + " or its journal cannot be written ("
                + FileFailure.words(failure) + "); see that its folder exists and has room, and run the same command"
                + " again");
    }

    /** Saves now and then, since a process may be killed. */
    private static void keep(PaceFile file, TimeSource time) {
        try {
            while (true) {
                time.sleep(BETWEEN_SAVINGS);
                file.save();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(HistoryRequest request, Layout layout, Backfill.Parts parts, BackfillProgress progress)
            throws BackfillException, InterruptedException, IOException {
        List<LeftOut> leftOut;
        try (progress) {
            leftOut = new Backfill(request, layout, parts).run();
        }
        new BackfillReport(request.calendar().zone(), out()).print(leftOut, layout.format(), progress.files());
    }

    /** The way to each account by its name. Of accounts that have one key the lowest pace counts. */
    static Function<String, Backfill.Way> ways(
            ExporterConfig config,
            Map<String, Integer> limits,
            Limiters limiters,
            HttpTransport transport,
            TimeSource time) {
        Map<String, Backfill.Way> ways = new HashMap<>();
        Map<RateLimiter, Integer> lowest = new HashMap<>();
        for (AccountConfig account : config.accounts()) {
            TrroApi api = new HttpTrroApi(
                    transport,
                    account.endpoint(),
                    account.region(),
                    RunCommand.credentials(account.credentials(), transport, System.getenv(), time),
                    time);
            AccountLimiters own = new AccountLimiters(account, api, limiters);
            for (TrroAction action : TrroAction.values()) {
                lowest.merge(own.limiter(action), limits.getOrDefault(account.name(), 1), Math::min);
            }
            ways.put(account.name(), new Backfill.Way(api, own::limiter));
        }
        lowest.forEach(RateLimiter::allow);
        return ways::get;
    }

    private HistoryRequest request(
            ExporterConfig config, Layout layout, Function<String, Backfill.Way> ways, TimeSource time)
            throws OperatorMistake, BackfillException, InterruptedException, IOException {
        String asked = options.words(projectIds.get()) + " " + remote.words() + " " + layout.words() + " "
                + config.accounts().stream()
                        .map(account -> account.name() + account.projects() + account.discovery())
                        .collect(Collectors.joining());
        Optional<HistoryRequest> unfinished = Backfill.unfinished(layout);
        if (unfinished.isEmpty()) {
            Instant from = options.from(config.timeZone());
            Instant to = options.to(config, time.now());
            if (!from.isBefore(to)) {
                throw new OperatorMistake("--from: " + from.atZone(config.timeZone()) + " is not before --to: "
                        + to.atZone(config.timeZone()) + "; give an earlier --from, or a later --to");
            }
            return new HistoryRequest(
                    from,
                    to,
                    new StatisticsCalendar(config.timeZone(), config.settleTime()),
                    options.intervals(config),
                    subjects(config, ways, time),
                    asked);
        }
        if (!unfinished.get().asked().equals(asked)) {
            throw new OperatorMistake(layout.journal() + " is of a backfill with other options or another"
                    + " configuration; give the same ones to go on, or remove the file to begin anew");
        }
        return unfinished.get();
    }

    private List<Subject> subjects(ExporterConfig config, Function<String, Backfill.Way> ways, TimeSource time)
            throws OperatorMistake, BackfillException, InterruptedException {
        List<Subject> subjects = Subjects.of(config, options.wanted(projectIds.get()), lists(ways, time));
        if (subjects.isEmpty()) {
            throw new OperatorMistake("no project or device is left; --project.id and --device.id have to name some"
                    + " that are configured or discovered");
        }
        return subjects;
    }

    static Subjects.Lists lists(Function<String, Backfill.Way> ways, TimeSource time) {
        return (account, list) -> {
            Backfill.Way way = ways.apply(account.name());
            return new WholeList(way.api(), way.limiters().apply(list.action()), time);
        };
    }

    private static double slowest(Map<String, Integer> limits) {
        return limits.values().stream()
                .mapToDouble(RateLimiter::highestPace)
                .min()
                .orElse(1);
    }

    private boolean agreed(
            ExporterConfig config,
            HistoryRequest request,
            Layout layout,
            Map<String, Integer> limits,
            Optional<GapSearch> gaps)
            throws IOException, BackfillException, InterruptedException {
        Map<String, Double> perSecond = new HashMap<>();
        limits.forEach((account, limit) -> perSecond.put(account, RateLimiter.highestPace(limit)));
        BackfillPlan plan = BackfillPlan.of(request, layout, perSecond, gaps);
        boolean isUnfinished = Backfill.unfinished(layout).isPresent();
        if (plan.samples() == 0 && !isUnfinished) {
            out().println("Nothing is lacking.");
            return false;
        }
        new BackfillReport(config.timeZone(), out()).print(request, plan, layout.format());
        paces.warnings(config, limits).forEach(warning -> out().println("Warning: " + warning));
        if (isUnfinished) {
            out().println("A former run was broken off; its answers are not asked for again.");
        }
        out().flush();
        Optional<Console> console = BackfillProgress.terminal();
        return yes.get()
                || console.isEmpty()
                || "y".equalsIgnoreCase(console.get().readLine("Go on? [y/N] "));
    }
}
