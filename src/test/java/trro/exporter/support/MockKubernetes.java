package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Kubernetes' API as fabric8 plays it over real HTTP: objects that are kept, with their versions and conflicts. */
public final class MockKubernetes implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Logger LIBRARY = Logger.getLogger("io.fabric8.mockwebserver");

    private final KubernetesMockServer server;
    private volatile Function<RecordedRequest, Boolean> refused = request -> false;
    private volatile int refusal = 500;

    public MockKubernetes() {
        LIBRARY.setLevel(Level.WARNING);
        KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return refused.apply(request) ? new MockResponse().setResponseCode(refusal) : super.dispatch(request);
            }
        };
        server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), objects, false);
        server.init(InetAddress.getLoopbackAddress(), 0);
    }

    /** From now on these requests get this answer and change nothing. */
    public void refuse(int status, Function<RecordedRequest, Boolean> which) {
        refusal = status;
        refused = which;
    }

    /** A lease that somebody gave back, so that nobody needs to wait for it. */
    public void freeLease(String namespace, String name) {
        create(namespace, name, ", \"spec\": { \"holderIdentity\": \"\" }");
    }

    /** A lease as somebody may have made it by hand. */
    public void emptyLease(String namespace, String name) {
        create(namespace, name, "");
    }

    private void create(String namespace, String name, String more) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(address() + "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        { "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                          "metadata": { "namespace": "%s", "name": "%s" }%s }
                        """.formatted(namespace, name, more)))
                .build();
        try {
            assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(201);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Where a process finds it, by its environment. */
    public Map<String, String> environment() {
        return Map.of("KUBERNETES_MASTER", address());
    }

    public Config config() {
        return config("test");
    }

    /** Of a client that can be told apart by its header User-Agent. */
    public Config config(String userAgent) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(address())
                .withUserAgent(userAgent)
                .build();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.destroy();
    }
}
