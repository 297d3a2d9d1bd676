package trro.exporter.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import trro.exporter.Exporter;
import trro.exporter.Reloader;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.config.ExporterConfig;
import trro.exporter.credentials.CredentialsProviders;
import trro.exporter.time.TimeSource;
import trro.exporter.web.ListenAddress;
import trro.exporter.web.ListenException;
import trro.exporter.web.WebSettings;

/** The whole exporter as {@code run} builds it, on a port of its own, with a client that asks it. */
public final class RunningExporter implements AutoCloseable {

    public static final String VERSION = "1.2.3-test";

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Exporter exporter;

    private RunningExporter(Exporter exporter) {
        this.exporter = exporter;
    }

    /** With a key from the environment and an API that gives up after a second. */
    public static RunningExporter start(ExporterConfig config, StandInKey key, TimeSource time) throws ListenException {
        return start(config, () -> config, key, time);
    }

    /** One that reads its configuration again from {@code source} when it is told so over HTTP. */
    public static RunningExporter start(ExporterConfig config, Reloader.Source source, StandInKey key, TimeSource time)
            throws ListenException {
        HttpTransport transport = HttpTransport.create(Map.of()).withLimits(CALL_TIMEOUT, MAX_BODY_BYTES);
        Exporter exporter = new Exporter(
                config,
                source,
                new WebSettings(ListenAddress.parse("127.0.0.1:0"), "/metrics").withLifecycle(),
                account -> new HttpTrroApi(
                        transport,
                        account.endpoint(),
                        account.region(),
                        CredentialsProviders.env(key.environment()),
                        time),
                time,
                VERSION);
        exporter.start();
        return new RunningExporter(exporter);
    }

    /** Has the configuration read again; the answer comes when that is done. */
    public CompletableFuture<HttpResponse<String>> reload() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/-/reload"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(60))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    public int port() {
        return exporter.port();
    }

    public ScrapedPage scrape() {
        return new ScrapedPage(get("/metrics").body());
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(path, HttpResponse.BodyHandlers.ofString(), headers);
    }

    public HttpResponse<byte[]> bytes(String path, String... headers) {
        return send(path, HttpResponse.BodyHandlers.ofByteArray(), headers);
    }

    private <T> HttpResponse<T> send(String path, HttpResponse.BodyHandler<T> handler, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60));
        try {
            return client.send((headers.length == 0 ? request : request.headers(headers)).build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        exporter.close();
    }
}
