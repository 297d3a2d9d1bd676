package trro.exporter.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.time.TimeSource;

/**
 * Serves the metrics to a few clients at a time.
 *
 * <p>Those who take gzip, as Prometheus does, share one page where they ask at the same moment. Other pages are many
 * times as large and are streamed as they are made.
 */
final class MetricsEndpoint implements Handler {

    /** Each may hold a compressed page of its own, and half a pool of threads is left for everything else. */
    static final int MOST_SCRAPES = 8;

    /** Prometheus' own longest sensible scrape is a minute: its timeout may not exceed its interval. */
    static final Duration LONGEST_SCRAPE = Duration.ofMinutes(1);

    private static final Logger logger = LoggerFactory.getLogger(MetricsEndpoint.class);

    private final Exposition exposition;
    private final TimeSource time;
    private final SharedPages shared;
    private final Semaphore free = new Semaphore(MOST_SCRAPES);
    private final AtomicBoolean failing = new AtomicBoolean();

    MetricsEndpoint(Exposition exposition, TimeSource time) {
        this.exposition = exposition;
        this.time = time;
        this.shared = new SharedPages(time);
    }

    @Override
    public void handle(Context ctx) throws IOException {
        ScrapeRequest request = request(ctx);
        if (!free.tryAcquire()) {
            ctx.header("Retry-After", "1");
            Responses.text(ctx, 503, MOST_SCRAPES + " scrapes are under way, which is the most; try again in a second");
            return;
        }
        try {
            scrape(ctx, request);
        } finally {
            free.release();
        }
    }

    private static ScrapeRequest request(Context ctx) {
        Map<String, List<String>> query = QueryParameters.of(ctx);
        List<String> projects = query.getOrDefault("project", List.of());
        if (projects.size() > 1) {
            throw new BadRequestResponse(
                    "project is given more than once; ask for one project, or leave it out for all");
        }
        String accept = Responses.header(ctx, "Accept");
        return new ScrapeRequest(
                accept.isEmpty() ? Optional.empty() : Optional.of(accept),
                query.getOrDefault("name[]", List.of()),
                projects.stream().findFirst());
    }

    private void scrape(Context ctx, ScrapeRequest request) throws IOException {
        boolean gzip = AcceptEncoding.prefersGzip(Responses.header(ctx, "Accept-Encoding"));
        HttpServletResponse response = ctx.res();
        ScrapeStream client =
                new ScrapeStream(response.getOutputStream(), time, time.nanoTime() + LONGEST_SCRAPE.toNanos());
        try {
            Exposition.Answer answer = exposition.answer(request);
            response.setContentType(answer.contentType());
            response.setHeader("Vary", "Accept-Encoding, Accept");
            if (gzip) {
                response.setHeader("Content-Encoding", "gzip");
            }
            if (ctx.method().equals(HandlerType.HEAD)) {
                return;
            }
            if (gzip) {
                CompressedPage page = page(request, answer);
                response.setContentLengthLong(page.length());
                page.writeTo(client);
            } else {
                answer.body().writeTo(client);
            }
            if (failing.compareAndSet(true, false)) {
                logger.atInfo().log("scrapes succeed again");
            }
        } catch (IOException | RuntimeException | Error e) {
            if (client.lost()) {
                logger.atDebug().setCause(e).log("a client left before its scrape was complete");
                cutOff(ctx);
                return;
            }
            failed(ctx, e);
        }
    }

    private CompressedPage page(ScrapeRequest request, Exposition.Answer answer) throws IOException {
        return shared.page(
                new SharedPages.Key(answer.contentType(), request.names(), request.project()), answer.body()::writeTo);
    }

    private void failed(Context ctx, Throwable why) {
        if (failing.compareAndSet(false, true)) {
            logger.atError().setCause(why).log("a scrape failed; the next line about scrapes comes when one succeeds");
        }
        HttpServletResponse response = ctx.res();
        if (response.isCommitted()) {
            cutOff(ctx);
            return;
        }
        response.resetBuffer();
        response.setHeader("Content-Encoding", null);
        Responses.text(ctx, 500, "the metrics could not be written; see the log of trro-exporter");
    }

    /** Ends the connection, since an orderly end would make half an answer look whole. */
    private static void cutOff(Context ctx) {
        ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }
}
