package trro.exporter.replicas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import trro.exporter.model.Secret;
import trro.exporter.yaml.ProblemsException;

/** Gets the leader's picture over HTTP. Confined to one thread. */
final class PictureClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** More than a sealed picture of the most targets takes. */
    private static final int MOST_BYTES = 1 << 27;

    private static final String PATH = "/-/picture";

    private final Optional<Path> accessFile;
    private final Duration timeout; // for the headers, and again for the body
    private PeerAccess access = PeerAccess.OPEN;
    private @Nullable HttpClient client;

    /** @param accessFile from {@code --leader-election.http-config.file}; read again for each picture */
    PictureClient(Optional<Path> accessFile) {
        this(accessFile, TIMEOUT);
    }

    PictureClient(Optional<Path> accessFile, Duration timeout) {
        this.accessFile = accessFile;
        this.timeout = timeout;
    }

    /**
     * The picture as the leader has it now, sealed.
     *
     * @throws IOException if there is none; the message says why
     */
    byte[] get(URI leader) throws IOException, InterruptedException {
        HttpClient http = client();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(leader.resolve(PATH)).timeout(timeout);
        access.authorization().map(Secret::reveal).ifPresent(value -> request.header("Authorization", value));
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException(leader + PATH + " answered HTTP " + response.statusCode() + advice(response));
            }
            byte[] bytes = read(body);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(leader + PATH + " sent more than " + MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    /** The client waits for ever for the rest of a body: a leader may be stopped while it sends. */
    private byte[] read(InputStream body) throws IOException {
        CompletableFuture<?> late = CompletableFuture.runAsync(
                () -> close(body), CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return body.readNBytes(MOST_BYTES + 1);
        } finally {
            late.cancel(false);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String advice(HttpResponse<?> response) {
        return response.statusCode() == 401 ? "; give a name and password in --leader-election.http-config.file" : "";
    }

    private HttpClient client() throws IOException {
        PeerAccess now = load();
        HttpClient known = client;
        if (known != null && now.equals(access)) {
            return known;
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1);
        now.tls().ifPresent(builder::sslContext);
        now.serverName().ifPresent(name -> {
            SSLParameters named = new SSLParameters();
            named.setServerNames(List.of(new SNIHostName(name)));
            builder.sslParameters(named);
        });
        HttpClient made = builder.build();
        access = now;
        client = made;
        return made;
    }

    private PeerAccess load() throws IOException {
        try {
            return accessFile.isPresent() ? PeerAccess.load(accessFile.get()) : PeerAccess.OPEN;
        } catch (ProblemsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
