package trro.exporter.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.config.ConfigYaml;
import trro.exporter.status.StatusPage;
import trro.exporter.status.StatusQuery;
import trro.exporter.status.StatusView;
import trro.exporter.time.Moment;

/** Leads each path to its answer. */
final class Routes {

    static final String STATUS = "/";
    static final String STYLE = "/status.css";
    static final String CONFIG = "/config";
    static final String HEALTHY = "/-/healthy";
    static final String READY = "/-/ready";
    static final String RELOAD = "/-/reload";
    static final String PICTURE = "/-/picture";

    private static final Logger logger = LoggerFactory.getLogger(Routes.class);

    private final WebSettings settings;
    private final WebServer.Parts parts;
    private final SharedPages pages;
    private final Supplier<Map<String, String>> headers;
    private final AtomicBoolean defectLogged = new AtomicBoolean();

    /** @param headers that the operator chose for every answer */
    Routes(WebSettings settings, WebServer.Parts parts, SharedPages pages, Supplier<Map<String, String>> headers) {
        this.settings = settings;
        this.parts = parts;
        this.pages = pages;
        this.headers = headers;
    }

    void addTo(RoutesConfig routes) {
        routes.before(ctx -> Responses.secure(ctx, headers.get()));
        read(routes, settings.telemetryPath(), new MetricsEndpoint(parts.exposition(), pages));
        read(routes, HEALTHY, ctx -> probe(ctx, parts.health(), "healthy"));
        read(routes, READY, ctx -> probe(ctx, parts.readiness(), "ready"));
        read(routes, STATUS, this::status);
        read(routes, STYLE, Routes::style);
        read(routes, CONFIG, this::config);
        read(routes, PICTURE, this::picture);
        routes.post(RELOAD, this::reload);
        routes.put(RELOAD, this::reload);
        routes.exception(HttpResponseException.class, Routes::refuse);
        routes.exception(MethodNotAllowedResponse.class, Routes::notAllowed);
        routes.exception(NotFoundResponse.class, (refusal, ctx) -> notFound(ctx));
        routes.exception(Exception.class, this::defect);
    }

    /** HEAD is a route of its own, since Javalin would answer it without the headers of GET. */
    private static void read(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private static void probe(Context ctx, Supplier<Optional<String>> probe, String well) {
        tell(ctx, probe.get(), 503, "trro-exporter is not " + well + ": ", "trro-exporter is " + well + ".");
    }

    private static void tell(Context ctx, Optional<String> problem, int status, String begin, String well) {
        Responses.text(
                ctx,
                problem.isEmpty() ? 200 : status,
                problem.map(begin::concat).orElse(well));
    }

    private void status(Context ctx) {
        StatusQuery query;
        try {
            query = StatusQuery.parse(QueryParameters.of(ctx));
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse(String.valueOf(e.getMessage()));
        }
        StatusView view =
                StatusView.of(parts.status().get(), query, settings.telemetryPath(), Moment.now(parts.time()));
        Responses.page(ctx, "text/html; charset=utf-8", StatusPage.render(view));
    }

    /** Plain text, since browsers would save YAML instead of showing it. */
    private void config(Context ctx) {
        Responses.page(
                ctx,
                "text/plain; charset=utf-8",
                ConfigYaml.render(parts.status().get().config()));
    }

    /** For the replicas that follow this one. */
    private void picture(Context ctx) {
        if (!parts.picture().isOffered()) {
            throw new NotFoundResponse();
        }
        Optional<byte[]> sealed = parts.picture().sealed();
        if (sealed.isEmpty()) {
            Responses.text(ctx, 503, "this replica does not lead; ask the one that does");
            return;
        }
        Responses.bytes(ctx, "application/octet-stream", sealed.get());
    }

    /** Of whoever asks while one is under way each hears of the next. */
    private void reload(Context ctx) {
        if (settings.lifecycle() == WebSettings.Lifecycle.CLOSED) {
            Responses.text(ctx, 403, "reload over HTTP is not enabled; start with --web.enable-lifecycle");
            return;
        }
        ctx.future(() -> parts.reload().get().thenAccept(problem -> {
            if (!Responses.isGone(ctx)) {
                String failed = "failed to reload the configuration, the one before stays in force: ";
                tell(ctx, problem, 500, failed, "the configuration is reloaded");
            }
        }));
    }

    private static void style(Context ctx) {
        // The page asks for it by version, so it may be kept.
        ctx.header("Cache-Control", "max-age=3600");
        Responses.page(ctx, "text/css; charset=utf-8", StatusPage.STYLE);
    }

    private static void refuse(HttpResponseException refusal, Context ctx) {
        Responses.text(ctx, refusal.getStatus(), String.valueOf(refusal.getMessage()));
    }

    private static void notAllowed(MethodNotAllowedResponse refusal, Context ctx) {
        String allowed = String.join(", ", refusal.getDetails().values());
        ctx.header("Allow", allowed);
        Responses.text(ctx, 405, "method not allowed; use " + allowed);
    }

    private void notFound(Context ctx) {
        String known = String.join(", ", STATUS, settings.telemetryPath(), CONFIG, HEALTHY, READY, RELOAD);
        Responses.text(ctx, 404, "not found; known paths: " + known);
    }

    private void defect(Exception defect, Context ctx) {
        if (defectLogged.compareAndSet(false, true)) {
            logger.atError()
                    .setCause(defect)
                    .log("a defect of this program ended a request; more of them are not logged");
        }
        if (!Responses.isGone(ctx)) { // else this would fail as well, and Javalin would call it again for ever
            Responses.text(ctx, 500, "internal error; see the log of trro-exporter");
        }
    }
}
