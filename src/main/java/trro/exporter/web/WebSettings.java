package trro.exporter.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import trro.exporter.status.StatusLinks;
import trro.exporter.webconfig.WebConfigFile;

/**
 * The addresses of the server, the path under which Prometheus finds the metrics, and who may read them.
 *
 * @param listenAddresses from {@code --web.listen-address}; empty to take over the socket of systemd
 * @param telemetryPath from {@code --web.telemetry-path}; begins with a slash
 * @param lifecycle from {@code --web.enable-lifecycle}
 * @param file from {@code --web.config.file}; empty for plain HTTP without passwords
 * @param links from {@code --web.dashboards-url} and {@code --web.runbook-url}
 */
public record WebSettings(
        List<ListenAddress> listenAddresses,
        String telemetryPath,
        Lifecycle lifecycle,
        Optional<WebConfigFile> file,
        StatusLinks links) {

    /** Whether requests may change what this program does. */
    public enum Lifecycle {
        CLOSED,
        OPEN
    }

    // No dot at the start of a segment, no empty segment, nothing that Javalin reads as a pattern.
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*)+");
    private static final Set<String> TAKEN = Set.of(Routes.STATUS, Routes.STYLE, Routes.CONFIG);

    public WebSettings {
        listenAddresses = List.copyOf(listenAddresses);
        if (TAKEN.contains(telemetryPath) || telemetryPath.startsWith("/-/")) {
            throw wrong(telemetryPath, "has another use; choose another path, for example /metrics");
        }
        if (!PATH.matcher(telemetryPath).matches()) {
            throw wrong(
                    telemetryPath,
                    "is not a path; begin with / and use letters, digits, and -._~ within, for example /metrics");
        }
    }

    /** Plain HTTP on one address, whose requests change nothing and whose status page links nowhere. */
    public WebSettings(ListenAddress listenAddress, String telemetryPath) {
        this(List.of(listenAddress), telemetryPath, Lifecycle.CLOSED, Optional.empty(), StatusLinks.NONE);
    }

    /** The same, but requests may change what this program does. */
    public WebSettings withLifecycle() {
        return new WebSettings(listenAddresses, telemetryPath, Lifecycle.OPEN, file, links);
    }

    private static IllegalArgumentException wrong(String path, String why) {
        return new IllegalArgumentException("--web.telemetry-path: \"" + path + "\" " + why);
    }
}
