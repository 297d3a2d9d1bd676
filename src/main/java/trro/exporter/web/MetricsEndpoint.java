package trro.exporter.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the metrics: makes a page, or joins one, and sends it, compressed to those who take gzip. */
final class MetricsEndpoint implements Handler {

    private static final Logger logger = LoggerFactory.getLogger(MetricsEndpoint.class);

    private final Exposition exposition;
    private final SharedPages pages;
    private final AtomicBoolean failing = new AtomicBoolean();

    MetricsEndpoint(Exposition exposition, SharedPages pages) {
        this.exposition = exposition;
        this.pages = pages;
    }

    @Override
    public void handle(Context ctx) {
        ScrapeRequest request = request(ctx);
        Exposition.Answer answer = exposition.answer(request);
        Scrape scrape = new Scrape(ctx, answer.contentType());
        ctx.future(() -> {
            pages.page(
                    new SharedPages.Key(answer.contentType(), request.names(), request.project()),
                    answer.body(),
                    scrape);
            return scrape.ended;
        });
    }

    private static ScrapeRequest request(Context ctx) {
        Map<String, List<String>> query = QueryParameters.of(ctx);
        List<String> projects = query.getOrDefault("project", List.of());
        if (projects.size() > 1) {
            throw new BadRequestResponse(
                    "project is given more than once; ask for one project, or leave it out for all");
        }
        return new ScrapeRequest(
                Responses.header(ctx, "Accept"),
                query.getOrDefault("name[]", List.of()),
                projects.stream().findFirst());
    }

    private final class Scrape implements SharedPages.Reader {

        private final Context ctx;
        private final String contentType;
        private final boolean gzip;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        Scrape(Context ctx, String contentType) {
            this.ctx = ctx;
            this.contentType = contentType;
            this.gzip = AcceptEncoding.prefersGzip(
                    Responses.header(ctx, "Accept-Encoding").orElse(""));
        }

        @Override
        public void send(CompressedPage page) {
            if (failing.compareAndSet(true, false)) {
                logger.atInfo().log("scrapes succeed again");
            }
            try {
                HttpServletResponse response = ctx.res();
                response.setContentType(contentType);
                response.setHeader("Vary", "Accept-Encoding, Accept");
                if (gzip) {
                    response.setHeader("Content-Encoding", "gzip");
                }
                response.setContentLengthLong(gzip ? page.gzipLength() : page.plainLength());
                if (ctx.method().equals(HandlerType.HEAD)) {
                    end();
                    return;
                }
                Sender.send(gzip ? page.gzip() : page.plain(), response.getOutputStream(), this::end);
            } catch (IOException | RuntimeException e) {
                logger.atDebug().setCause(e).log("a client left before its scrape was sent");
                cutOff();
                end();
            }
        }

        @Override
        public void refuse() {
            ctx.header("Retry-After", "1");
            answer(503, SharedPages.MOST_PAGES + " scrapes are under way, which is the most; try again in a second");
        }

        @Override
        public void failed(Throwable why) {
            if (failing.compareAndSet(false, true)) {
                logger.atError()
                        .setCause(why)
                        .log("a scrape failed; the next line about scrapes comes when one succeeds");
            }
            answer(500, "the metrics could not be written; see the log of trro-exporter");
        }

        /** Ends the connection, since an orderly end would make half an answer look whole. */
        @Override
        public void cutOff() {
            try {
                ServletContextRequest.getServletContextRequest(ctx.req())
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint()
                        .close();
            } catch (IllegalStateException | NullPointerException e) { // as Jetty's own objects answer
                logger.atDebug().setCause(e).log("the connection to cut off was gone");
            }
        }

        private void answer(int status, String text) {
            try {
                Responses.text(ctx, status, text);
            } catch (RuntimeException e) { // whoever reads the same page must not suffer
                logger.atDebug().setCause(e).log("a client left before its scrape was refused");
            }
            Responses.end(ctx, ended);
        }

        private void end() {
            pages.done(this);
            Responses.end(ctx, ended);
        }
    }
}
