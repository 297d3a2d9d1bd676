package trro.exporter.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import trro.exporter.model.Secret;
import trro.exporter.time.TimeSource;
import trro.exporter.webconfig.WebConfig;

/**
 * Stands before all routes: limits the rate of requests, and asks for a password once there are users. Probes alone
 * pass in any case.
 */
final class Gate extends Handler.Wrapper {

    /** As the request line has them: whatever else leads there is no probe. */
    private static final Set<String> OPEN = Set.of(Routes.HEALTHY, Routes.READY);

    private final Access access;
    private final Passwords passwords;
    private final RequestRate rate;

    Gate(Handler handler, Access access, TimeSource time, Executor threads) {
        super(handler);
        this.access = access;
        passwords = new Passwords(threads);
        rate = new RequestRate(time);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (OPEN.contains(String.valueOf(request.getHttpURI().getPath()))) {
            return super.handle(request, response, callback);
        }
        WebConfig config = access.config();
        if (!rate.allows(config.rateLimit())) {
            answer(response, callback, 429, "Too Many Requests: rate_limit of --web.config.file allows no more now");
            return true;
        }
        if (config.users().isEmpty()) {
            return super.handle(request, response, callback);
        }
        Optional<Login> login = Login.of(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (login.isEmpty()) {
            unauthorized(response, callback);
            return true;
        }
        Secret own = config.users().get(login.get().user());
        String hash = (own == null ? somebodys(login.get().user(), config.users()) : own).reveal();
        if (!passwords.compare(login.get(), hash, right -> goOn(request, response, callback, own != null && right))) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            answer(response, callback, 503, "too many passwords are being checked; try again");
        }
        return true;
    }

    /** The rest of a request whose password was compared, in any thread. */
    private void goOn(Request request, Response response, Callback callback, boolean admitted) {
        try {
            if (!admitted) {
                unauthorized(response, callback);
            } else if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception e) { // as Jetty declares it
            callback.failed(e);
        }
    }

    /** An unknown user's password is compared, too, with the hash of somebody: the time must not tell who exists. */
    private static Secret somebodys(String user, Map<String, Secret> users) {
        List<Secret> hashes = users.values().stream()
                .sorted(Comparator.comparing(Secret::reveal))
                .toList();
        return hashes.get(Math.floorMod(user.hashCode(), hashes.size()));
    }

    private void unauthorized(Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"trro-exporter\", charset=\"UTF-8\"");
        answer(response, callback, 401, "Unauthorized: send the name and password of one of basic_auth_users");
    }

    private void answer(Response response, Callback callback, int status, String line) {
        HttpFields.Mutable headers = response.getHeaders();
        Responses.SECURITY.forEach(headers::put);
        access.config().headers().forEach(headers::put);
        headers.put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.setStatus(status);
        Content.Sink.write(response, true, line + "\n", callback);
    }
}
