package trro.exporter.web;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.time.TimeSource;

/**
 * Answers requests that are too broken to reach a route, in one plain line instead of Jetty's own page, and counts
 * them.
 *
 * <p>The log has a line an hour at most, without a word of theirs: else clients would write it. Thread-safe.
 */
final class BrokenRequests implements Request.Handler {

    static final Duration BETWEEN_LINES = Duration.ofHours(1);

    private static final Logger logger = LoggerFactory.getLogger(BrokenRequests.class);

    private final TimeSource time;
    private final AtomicLong count = new AtomicLong();
    private long counted;
    private Optional<Long> lineNanos = Optional.empty();

    BrokenRequests(TimeSource time) {
        this.time = time;
    }

    /** The number of them since the start. */
    long count() {
        return count.get();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        if (HttpStatus.isClientError(status)) {
            count.incrementAndGet();
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        String line = status + " " + HttpStatus.getMessage(status) + "\n";
        Content.Sink.write(response, true, line, callback);
        return true;
    }

    /** Logs what is new once an hour; to be called several times a second. */
    synchronized void check() {
        long nowNanos = time.nanoTime();
        long fresh = count() - counted;
        boolean tooSoon = lineNanos.isPresent() && nowNanos - lineNanos.get() < BETWEEN_LINES.toNanos();
        if (fresh == 0 || tooSoon) {
            return;
        }
        counted += fresh;
        lineNanos = Optional.of(nowNanos);
        logger.atInfo()
                .addKeyValue("requests", fresh)
                .log("requests could not be read and were refused; the next line about such comes in an hour");
    }
}
