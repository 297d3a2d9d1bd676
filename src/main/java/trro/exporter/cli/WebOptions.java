package trro.exporter.cli;

import picocli.CommandLine.Option;
import trro.exporter.web.ListenAddress;
import trro.exporter.web.WebSettings;

/** The options of the HTTP server. */
public final class WebOptions {

    @Option(
            names = "--web.listen-address",
            paramLabel = "[HOST]:PORT",
            defaultValue = ":10205",
            description = "Serve on this address; without a host on every one. Default: ${DEFAULT-VALUE}")
    private String listenAddress = ":10205";

    @Option(
            names = "--web.telemetry-path",
            paramLabel = "PATH",
            defaultValue = "/metrics",
            description = "Serve the metrics under this path. Default: ${DEFAULT-VALUE}")
    private String telemetryPath = "/metrics";

    /** The address as it was given. */
    String listenAddress() {
        return listenAddress;
    }

    /**
     * The settings that the options give.
     *
     * @throws OperatorMistake if the address or the path cannot be used
     */
    public WebSettings settings() throws OperatorMistake {
        try {
            return new WebSettings(ListenAddress.parse(listenAddress), telemetryPath);
        } catch (IllegalArgumentException e) {
            throw new OperatorMistake(e);
        }
    }
}
