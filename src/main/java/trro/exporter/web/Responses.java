package trro.exporter.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import trro.exporter.model.Unprintable;

/** Plain answers and the headers of all answers. */
final class Responses {

    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self';" + " base-uri 'none'; frame-ancestors 'none'";

    /** Of every answer. */
    static final Map<String, String> SECURITY = Map.of(
            "Content-Security-Policy", CONTENT_POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    private Responses() {}

    /** One line for people and probes. */
    static void text(Context ctx, int status, String text) {
        ctx.status(status).contentType("text/plain; charset=utf-8").result(Unprintable.oneLine(text) + "\n");
    }

    /**
     * Ends an answer that a client took in its own time, unless its connection was ended before: Javalin would go on
     * with a request that is no longer there, fail, and try to answer that for ever.
     */
    static void end(Context ctx, CompletableFuture<Void> answer) {
        if (!isGone(ctx)) {
            answer.complete(null);
        }
    }

    /** Whether the server has taken request and answer back, since the connection was ended. */
    static boolean isGone(Context ctx) {
        try {
            ctx.res().isCommitted();
            ctx.req().getHeader("Host");
            return false;
        } catch (IllegalStateException | NullPointerException e) { // as Jetty's own objects answer then
            return true;
        }
    }

    /** A text of any length, which may take its client long to read. */
    static void page(Context ctx, String contentType, String text) {
        bytes(ctx, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same of any content. */
    static void bytes(Context ctx, String contentType, byte[] bytes) {
        ctx.contentType(contentType);
        ctx.res().setContentLengthLong(bytes.length);
        if (ctx.method().equals(HandlerType.HEAD)) {
            return;
        }
        ctx.future(() -> {
            try {
                CompletableFuture<Void> ended = new CompletableFuture<>();
                Sender.send(new ByteArrayInputStream(bytes), ctx.res().getOutputStream(), () -> end(ctx, ended));
                return ended;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * Before the answer is made, so that errors have them too.
     *
     * @param chosen stand in place of ours of the same name
     */
    static void secure(Context ctx, Map<String, String> chosen) {
        SECURITY.forEach(ctx::header);
        chosen.forEach(ctx::header);
    }

    /** All values of a request header, joined as HTTP allows; empty if they are. */
    static Optional<String> header(Context ctx, String name) {
        return Optional.of(String.join(",", Collections.list(ctx.req().getHeaders(name))))
                .filter(values -> !values.isEmpty());
    }
}
