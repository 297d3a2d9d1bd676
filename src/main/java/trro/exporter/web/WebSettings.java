package trro.exporter.web;

import java.util.Set;
import java.util.regex.Pattern;
import trro.exporter.status.StatusLinks;

/**
 * The address of the server and the path under which Prometheus finds the metrics.
 *
 * @param listenAddress from {@code --web.listen-address}
 * @param telemetryPath from {@code --web.telemetry-path}; begins with a slash
 * @param links from {@code --web.dashboards-url} and {@code --web.runbook-url}
 */
public record WebSettings(ListenAddress listenAddress, String telemetryPath, StatusLinks links) {

    // No dot at the start of a segment, no empty segment, nothing that Javalin reads as a pattern.
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*)+");
    private static final Set<String> TAKEN = Set.of(Routes.STATUS, Routes.STYLE, Routes.CONFIG);

    public WebSettings {
        if (TAKEN.contains(telemetryPath) || telemetryPath.startsWith("/-/")) {
            throw wrong(telemetryPath, "has another use; choose another path, for example /metrics");
        }
        if (!PATH.matcher(telemetryPath).matches()) {
            throw wrong(
                    telemetryPath,
                    "is not a path; begin with / and use letters, digits, and -._~ within, for example /metrics");
        }
    }

    /** A status page that links nowhere. */
    public WebSettings(ListenAddress listenAddress, String telemetryPath) {
        this(listenAddress, telemetryPath, StatusLinks.NONE);
    }

    private static IllegalArgumentException wrong(String path, String why) {
        return new IllegalArgumentException("--web.telemetry-path: \"" + path + "\" " + why);
    }
}
