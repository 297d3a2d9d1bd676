package trro.exporter.support;

import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The pages of an exporter that runs as a process of its own. */
public final class Pages {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    private Pages(String url) {
        this.url = url;
    }

    /** Those of a process, which is waited for until it listens on loopback in clear text. */
    public static Pages of(ChildProcess run) {
        return new Pages("http://127.0.0.1:"
                + run.awaitOutput("msg=listening port=(\\d+)").group(1));
    }

    /** Where they are, without a slash at the end. */
    public String url() {
        return url;
    }

    public ScrapedPage metrics() throws IOException, InterruptedException {
        return new ScrapedPage(get("/metrics").body());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    /** Sends a request without a body. */
    public HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(PATIENCE)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
