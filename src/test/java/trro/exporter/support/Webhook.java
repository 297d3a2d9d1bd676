package trro.exporter.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Receives what Alertmanager sends to a webhook, and remembers it. Thread-safe. */
public final class Webhook implements AutoCloseable {

    private record Received(String path, JsonNode alert) {}

    private final List<Received> received = new ArrayList<>();
    private final Map<String, Integer> messages = new HashMap<>();
    private final HttpServer server;

    public Webhook() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /**
     * The alerts of a name that arrived in a state, each by the labels that tell what it is about.
     *
     * @param status {@code firing} or {@code resolved}
     */
    public synchronized List<Map<String, String>> received(String path, String alertname, String status) {
        return received.stream()
                .filter(each -> each.path().equals(path)
                        && each.alert().at("/labels/alertname").asString().equals(alertname)
                        && each.alert().at("/status").asString().equals(status))
                .map(each -> subject(each.alert().at("/labels")))
                .distinct()
                .toList();
    }

    /** The number of messages that arrived, each of which may name many alerts. */
    public synchronized int messages(String path) {
        return messages.getOrDefault(path, 0);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static Map<String, String> subject(JsonNode labels) {
        Map<String, String> subject = new HashMap<>();
        for (String name : List.of("project_id", "device_id")) {
            if (labels.has(name)) {
                subject.put(name, labels.get(name).asString());
            }
        }
        return subject;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = JsonMapper.shared().readTree(exchange.getRequestBody());
            synchronized (this) {
                messages.merge(exchange.getRequestURI().getPath(), 1, Integer::sum);
                message.at("/alerts")
                        .forEach(alert -> received.add(
                                new Received(exchange.getRequestURI().getPath(), alert)));
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
