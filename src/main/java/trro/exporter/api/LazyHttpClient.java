package trro.exporter.api;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java's client, made for the first exchange: it takes as long as a third of a start, and a page of metrics needs
 * none. Its own thread ends without a word for want of memory, and calls would wait for it for ever.
 */
final class LazyHttpClient {

    private static final Logger logger = LoggerFactory.getLogger(LazyHttpClient.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final ProxySelector proxies;
    private @Nullable HttpClient http;
    private Optional<Thread> thread = Optional.empty(); // also where it has another name than expected

    LazyHttpClient(ProxySelector proxies) {
        this.proxies = proxies;
    }

    /** @throws OutOfMemoryError if its thread has ended, which ends the process */
    synchronized HttpClient get() throws IOException {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(proxies)
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(TrustedCertificates.context(System.getProperties()))
                    .build();
            String name = http.toString().replaceFirst("^.*\\((\\d+)\\)$", "HttpClient-$1-SelectorManager");
            thread = Thread.getAllStackTraces().keySet().stream()
                    .filter(own -> own.getName().equals(name))
                    .findFirst();
        }
        check();
        return http;
    }

    private synchronized void check() {
        if (thread.filter(own -> !own.isAlive()).isPresent()) {
            throw new OutOfMemoryError("the HTTP client's thread has ended, most likely for want of memory");
        }
    }

    /** Checks it when an answer did not come in time, since the call itself may wait for ever. */
    void checkAfter(CompletionStage<byte[]> answer) {
        CompletionStage<byte[]> unused = answer.whenComplete((bytes, failure) -> {
            try {
                check();
            } catch (OutOfMemoryError e) { // which is looked for in what is logged
                logger.atError().setCause(e).log("calls are answered no more");
            }
        });
    }
}
