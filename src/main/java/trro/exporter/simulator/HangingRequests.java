package trro.exporter.simulator;

import io.javalin.http.Context;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Requests that never get an answer. */
final class HangingRequests {

    private static final long MAX_HANG_SECONDS = 60;

    /** Beyond this many at a time connections are closed at once. */
    private static final int MAX_HANGING = 1_000;

    private final Map<Context, CompletableFuture<Boolean>> hanging = new ConcurrentHashMap<>();

    private volatile boolean over;

    /** Holds the request without a thread, for a minute or until {@link #letGo}; then closes its connection. */
    void hang(Context context) {
        if (over || hanging.size() >= MAX_HANGING) {
            close(context);
            return;
        }
        context.future(() -> {
            CompletableFuture<Boolean> line = new CompletableFuture<>();
            hanging.put(context, line);
            if (over) { // since it was asked above
                line.complete(true);
            }
            return line.completeOnTimeout(true, MAX_HANG_SECONDS, TimeUnit.SECONDS)
                    .thenAccept(over -> {
                        hanging.remove(context);
                        close(context);
                    });
        });
    }

    /** Ends all that hang, now and later. */
    void letGo() {
        over = true;
        hanging.values().forEach(line -> line.complete(true));
    }

    /** Closes the connection under the request. */
    static void close(Context context) {
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }
}
