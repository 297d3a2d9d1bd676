package trro.exporter.web;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import trro.exporter.status.Readiness;
import trro.exporter.status.StatusLinks;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FleetBuilder;
import trro.exporter.webconfig.WebConfigFile;
import trro.exporter.yaml.ProblemsException;

/** A real server on a port of its own with parts that a test decides, and the ways to ask it. */
public final class TestServer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final ListenAddress ADDRESS = ListenAddress.parse("127.0.0.1:0");

    final FakeTime time = new FakeTime("2026-11-22T08:30:00Z");
    final FakeExposition exposition = new FakeExposition();
    volatile Supplier<Optional<String>> health = Optional::empty;
    volatile WebServer.Picture picture = WebServer.Picture.NONE;
    volatile FleetBuilder fleet = new FleetBuilder(time, FleetBuilder.project("p"));

    volatile Supplier<CompletableFuture<Optional<String>>> reload =
            () -> CompletableFuture.completedFuture(Optional.empty());

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final WebServer server;

    private TestServer(WebSettings settings) {
        server = new WebServer(
                settings,
                new WebServer.Parts(
                        exposition,
                        () -> health.get(),
                        () -> Readiness.reasonNotReady(fleet.snapshot()),
                        () -> fleet.status(),
                        new WebServer.Picture() {
                            @Override
                            public boolean isOffered() {
                                return picture.isOffered();
                            }

                            @Override
                            public Optional<byte[]> sealed() {
                                return picture.sealed();
                            }
                        },
                        () -> reload.get(),
                        time));
    }

    public static TestServer start() throws ListenException {
        return start("/metrics");
    }

    public static TestServer start(String telemetryPath) throws ListenException {
        return start(new WebSettings(ADDRESS, telemetryPath));
    }

    /** With a web configuration, which is written into the folder. */
    static TestServer start(Path folder, String webConfig) throws IOException, ProblemsException {
        Path file = Files.writeString(folder.resolve("web.yml"), webConfig);
        return start(new WebSettings(
                List.of(ADDRESS),
                "/metrics",
                WebSettings.Lifecycle.CLOSED,
                Optional.of(WebConfigFile.load(file)),
                StatusLinks.NONE));
    }

    static TestServer start(WebSettings.Lifecycle lifecycle) throws ListenException {
        return start(new WebSettings(List.of(ADDRESS), "/metrics", lifecycle, Optional.empty(), StatusLinks.NONE));
    }

    private static TestServer start(WebSettings settings) throws ListenException {
        TestServer server = new TestServer(settings);
        server.server.start();
        return server;
    }

    /** The test may let a request take so long while the server closes. */
    void letFinish(Duration span) {
        server.letFinish(span);
    }

    /** Whether the web configuration was right when it was last looked at. */
    boolean webConfigRight() {
        return server.webConfigRight().orElseThrow();
    }

    int port() {
        return server.port();
    }

    long brokenRequests() {
        return server.brokenRequests();
    }

    /** Returns once the server has seen so many connections: it may answer one before it sees an earlier one. */
    void awaitConnections(int count) {
        await().until(() -> server.connections() == count);
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return ask("GET", path, headers);
    }

    HttpResponse<String> ask(String method, String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(method, path, headers), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    CompletableFuture<HttpResponse<String>> begin(String path, String... headers) {
        return client.sendAsync(
                request("GET", path, headers), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request("GET", path, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofMillis(PATIENCE_MILLIS));
        request.header("Connection", "close"); // else a server that closes would wait for the client's connections
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    /** Sends this text as it is and returns all that comes back until the connection ends. */
    String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Bytes that do not compress, more than a connection takes up by itself: Linux keeps 4 MiB of what is sent at most. */
    static byte[] pageThatStalls() {
        byte[] random = new byte[5 << 20];
        new Random(1).nextBytes(random);
        return random;
    }

    /** Asks for the page and reads its first byte alone. */
    Socket stalled(String path, String encoding) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + encoding + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readNBytes(1);
        return socket;
    }

    @Override
    public void close() {
        server.close();
    }
}
