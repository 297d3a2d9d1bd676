package trro.exporter.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import trro.exporter.support.CapturedCalls;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Question;
import trro.exporter.support.Reply;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.SlidingSecond;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.VendorSample;
import trro.exporter.time.SystemTime;

/**
 * Real minutes of a real process under load: eight clients that scrape ten times a second, another configuration every ten
 * seconds, TRRO throttling for two thirds of the time, then a new process every twenty seconds, ended in turn by a
 * signal to stop and by kill -9. Prints a row a minute, and at the end the most calls that arrived in any second.
 */
final class Soak {

    private static final String ACTION = "DescribeSessionStatisticsByInterval";
    private static final int LIMIT = 20;
    private static final int DEVICES = 200;
    private static final int SCRAPERS = 8;

    private final SystemTime time = new SystemTime();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private volatile boolean throttling;
    private volatile String url = "";
    private final AtomicLong scrapes = new AtomicLong();
    private final AtomicLong failedScrapes = new AtomicLong();

    private Soak(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs and prints.
     *
     * @param args the minutes that one process lives, and those that restarts follow each other
     */
    public static void main(String[] args) throws Exception {
        new Soak(Files.createTempDirectory("soak")).run(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        System.exit(0); // clients still wait
    }

    private void run(int steadyMinutes, int restartingMinutes) throws Exception {
        StandInTrro trro = new StandInTrro(time);
        trro.limit(Integer.MAX_VALUE);
        trro.answer("abcdefg", this::answer);
        CapturedCalls calls = CapturedCalls.to(trro.uri().getPort(), folder);
        configure(trro, 0);
        ChildProcess process = start();
        IntStream.range(0, SCRAPERS).forEach(number -> new Thread(this::scrapeForEver).start());
        System.out.println("minute  resident MB  heap MB  threads  descriptors  series  pace  scrapes  failed");
        for (int minute = 0; minute < steadyMinutes; minute++) {
            throttling = minute >= steadyMinutes / 6 && minute < steadyMinutes * 5 / 6;
            for (int part = 0; part < 6; part++) {
                time.sleep(Duration.ofSeconds(10));
                configure(trro, minute * 6 + part);
                post("/-/reload");
            }
            tell(minute + 1, process);
        }
        throttling = false;
        for (int restart = 0; restart < 3 * restartingMinutes; restart++) {
            time.sleep(Duration.ofSeconds(20));
            if (restart % 3 == 0) {
                tell(steadyMinutes + restart / 3 + 1, process);
            }
            process.signal(restart % 2 == 0 ? "TERM" : "KILL");
            int unused = process.awaitExit(Duration.ofSeconds(30));
            process = start();
        }
        process.close();
        List<Long> arrivals = calls.arrivals(ACTION, 0);
        System.out.printf("%d calls, at most %d in any second%n", arrivals.size(), SlidingSecond.most(arrivals));
    }

    private Reply answer(Question question) {
        return throttling ? Reply.error("RequestLimitExceeded") : VendorSample.answer(question);
    }

    private ChildProcess start() throws IOException {
        ChildProcess process = ChildProcess.ofMain(
                folder,
                StandInKey.PERMANENT.environment(),
                "--web.listen-address=127.0.0.1:0",
                "--web.enable-lifecycle",
                "--storage.path=" + folder.resolve("state"),
                "--config.file=" + folder.resolve("trro.yml"));
        url = "http://127.0.0.1:"
                + process.awaitOutput("msg=listening port=(\\d+)").group(1);
        return process;
    }

    /** Each time with other devices, and each second time at another pace. */
    private void configure(StandInTrro trro, int turn) throws IOException {
        String devices = IntStream.range(turn % 20, turn % 20 + DEVICES)
                .mapToObj(number -> "device-" + number)
                .collect(Collectors.joining(", "));
        Files.writeString(
                folder.resolve("trro.yml"),
                "accounts: [{ endpoint: '%s', requests_per_second: %d, projects: [{ id: abcdefg, devices: [%s] }] }]\n"
                        .formatted(trro.uri(), LIMIT - turn % 2, devices));
    }

    private void scrapeForEver() {
        while (true) {
            try {
                time.sleep(Duration.ofMillis(100));
                if (get("/metrics").statusCode() == 200) {
                    scrapes.incrementAndGet();
                } else {
                    failedScrapes.incrementAndGet();
                }
            } catch (IOException e) {
                failedScrapes.incrementAndGet(); // while a process ends and the next one begins
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void tell(int minute, ChildProcess process) throws IOException, InterruptedException {
        ScrapedPage page = new ScrapedPage(get("/metrics").body());
        Path of = Path.of("/proc", Long.toString(process.pid()));
        double heap = page.startingWith("jvm_memory_used_bytes{area=\"heap\"").values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        System.out.printf(
                "%6d %12d %8.0f %8d %12d %7d %5.1f %8d %7d%n",
                minute,
                number(of.resolve("status"), "VmRSS:") / 1024,
                heap / (1 << 20),
                number(of.resolve("status"), "Threads:"),
                count(of.resolve("fd")),
                page.size(),
                page.startingWith("trro_api_budget_requests_per_second").values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0),
                scrapes.get(),
                failedScrapes.get());
    }

    private static long number(Path file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void post(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(
                request(path).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30));
    }
}
