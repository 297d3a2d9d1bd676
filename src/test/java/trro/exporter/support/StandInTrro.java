package trro.exporter.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import trro.exporter.time.TimeSource;

/**
 * A second TRRO, written from the vendor's documents alone: it shares no code with the exporter's signer or its
 * simulator, so that they cannot be wrong together. It answers for each project by a script.
 */
public final class StandInTrro implements AutoCloseable {

    /** Answers a call that is right in itself. */
    public interface Script {
        Reply reply(Question question);
    }

    private static final int LIMIT = 20;

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else answers come 40 ms late
    }

    private final StandInKey key;
    private final String region;
    private final TimeSource time;
    private final HttpServer server;
    private static final String FIGURES = "DescribeSessionStatisticsByInterval";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Question> questions = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final SlidingSecond arrivals = new SlidingSecond(LIMIT);

    public StandInTrro(TimeSource time) {
        this(StandInKey.PERMANENT, "", time);
    }

    /** @param region that X-TC-Region has to name; empty if it has to be absent */
    public StandInTrro(StandInKey key, String region, TimeSource time) {
        this.key = key;
        this.region = region;
        this.time = time;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** From now on answers for {@code projectId} like this. */
    public void answer(String projectId, Script script) {
        scripts.put(projectId, script);
    }

    /** From now on so many calls for figures may arrive within a second; at first 20. */
    public void limit(int callsPerSecond) {
        arrivals.limit(callsPerSecond);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Every call that was right in itself, in the order of arrival. */
    public List<Question> questions() {
        return List.copyOf(questions);
    }

    public long questionsFor(String projectId) {
        return questions.stream()
                .filter(question -> question.projectId().equals(projectId))
                .count();
    }

    /** The codes of all calls that were refused because they were wrong in themselves. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** The number of calls for figures that arrived, the cut ones included. */
    public int arrivals() {
        return arrivals.all();
    }

    /** The most calls for figures that arrived within any second. */
    public int mostInAnySecond() {
        return arrivals.most();
    }

    /** The number of calls over the limit. */
    public int cut() {
        return arrivals.cut();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        later.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean ofFigures = FIGURES.equals(exchange.getRequestHeaders().getFirst("X-TC-Action"));
        boolean inLimit = !ofFigures || arrivals.pass(time.nanoTime()); // every action has a limit of its own
        byte[] body = exchange.getRequestBody().readAllBytes();
        Reply reply = inLimit ? reply(exchange, body) : Reply.error("RequestLimitExceeded");
        if (reply.delay().isEmpty()) {
            return;
        }
        long delayNanos = reply.delay().get().toNanos();
        if (delayNanos == 0) {
            send(exchange, reply);
        } else {
            Future<?> unused = later.schedule(() -> send(exchange, reply), delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private Reply reply(HttpExchange exchange, byte[] body) {
        try {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join("|", values)));
            StandInSignature.check(key, headers, body, time.now());
            checkHeaders(exchange, headers);
            Question question = Question.parse(body);
            questions.add(question);
            return scripts.getOrDefault(question.projectId(), unknown -> Reply.error("ResourceNotFound"))
                    .reply(question);
        } catch (StandInRefusal e) {
            refusals.add(e.getMessage());
            return Reply.error(e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void checkHeaders(HttpExchange exchange, Map<String, String> headers) throws StandInRefusal {
        if (!exchange.getRequestMethod().equals("POST")
                || !exchange.getRequestURI().toString().equals("/")
                || !headers.getOrDefault("Content-Type", "").equals("application/json")) {
            throw new StandInRefusal("InvalidRequest");
        }
        if (!headers.getOrDefault("X-TC-Action", "").equals(FIGURES)) {
            throw new StandInRefusal("InvalidAction");
        }
        if (!headers.getOrDefault("X-TC-Version", "").equals("2022-03-25")) {
            throw new StandInRefusal("NoSuchVersion");
        }
        if (!headers.getOrDefault("X-TC-Region", "").equals(region)) {
            throw new StandInRefusal("UnsupportedRegion");
        }
    }

    private static void send(HttpExchange exchange, Reply reply) {
        byte[] bytes = reply.body().getBytes(UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            // the caller has left: nobody is there to be told
        }
    }
}
