package trro.exporter.web;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address of the server and the path under which Prometheus finds the metrics.
 *
 * @param listenAddress from {@code --web.listen-address}
 * @param telemetryPath from {@code --web.telemetry-path}; begins with a slash
 * @param lifecycle from {@code --web.enable-lifecycle}
 */
public record WebSettings(ListenAddress listenAddress, String telemetryPath, Lifecycle lifecycle) {

    /** Whether requests may change what this program does. */
    public enum Lifecycle {
        CLOSED,
        OPEN
    }

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

    /** One whose requests change nothing. */
    public WebSettings(ListenAddress listenAddress, String telemetryPath) {
        this(listenAddress, telemetryPath, Lifecycle.CLOSED);
    }

    /** The same, but requests may change what this program does. */
    public WebSettings withLifecycle() {
        return new WebSettings(listenAddress, telemetryPath, Lifecycle.OPEN);
    }

    private static IllegalArgumentException wrong(String path, String why) {
        return new IllegalArgumentException("--web.telemetry-path: \"" + path + "\" " + why);
    }
}
