package trro.exporter.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Alertmanager with the shipped configuration: only the webhook's address and the time to wait for a group are
 * replaced.
 */
public final class RealAlertmanager {

    private RealAlertmanager() {}

    /**
     * Starts it.
     *
     * @param folder for its files
     */
    public static LocalServer start(Path folder, int port, int webhookPort) throws IOException {
        Path command = RealComponents.require("prometheus-alertmanager", "prometheus-alertmanager");
        Path config = ShippedFile.copy(
                "alertmanager.yml",
                folder.resolve("alertmanager.yml"),
                Map.of(
                        "group_wait: 30s", "group_wait: 3s",
                        "group_interval: 5m", "group_interval: 1s",
                        "127\\.0\\.0\\.1:9095", "127.0.0.1:" + webhookPort));
        return LocalServer.start(
                List.of(
                        command.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("alertmanager-data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address="),
                port,
                "/-/ready",
                folder.resolve("alertmanager.log"));
    }
}
