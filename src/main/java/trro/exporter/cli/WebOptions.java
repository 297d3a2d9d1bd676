package trro.exporter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import trro.exporter.status.StatusLinks;
import trro.exporter.web.ListenAddress;
import trro.exporter.web.WebSettings;

/** The options of the HTTP server. */
public final class WebOptions {

    @Option(
            names = "--web.listen-address",
            paramLabel = "[HOST]:PORT",
            defaultValue = ":10205",
            description = "Serve on this address; without a host on every one. May be given several times."
                    + " Default: ${DEFAULT-VALUE}")
    private List<String> listenAddresses = List.of(":10205");

    @Option(
            names = "--web.systemd-socket",
            description =
                    "Serve on the socket that systemd passes on as standard input (StandardInput=socket), in place"
                            + " of --web.listen-address.")
    private boolean systemdSocket;

    @Mixin
    private WebConfigOption webConfig = new WebConfigOption();

    @Option(
            names = "--web.telemetry-path",
            paramLabel = "PATH",
            defaultValue = "/metrics",
            description = "Serve the metrics under this path. Default: ${DEFAULT-VALUE}")
    private String telemetryPath = "/metrics";

    @Option(
            names = "--web.dashboards-url",
            paramLabel = "URL",
            description = "Link the status page to the dashboards in the Grafana at this address.")
    private Optional<String> dashboards = Optional.empty();

    @Option(
            names = "--web.runbook-url",
            paramLabel = "URL",
            description = "Link the status page to the runbook at this address.")
    private Optional<String> runbook = Optional.empty();

    /** The addresses as they were given. */
    String listenAddress() {
        return String.join(" ", listenAddresses);
    }

    /**
     * The settings that the options give.
     *
     * @throws OperatorMistake if an address, the path or the web configuration cannot be used
     */
    public WebSettings settings() throws OperatorMistake {
        List<ListenAddress> addresses = new ArrayList<>();
        for (String address : systemdSocket ? List.<String>of() : listenAddresses) {
            addresses.add(address("--web.listen-address", address));
        }
        try {
            return new WebSettings(
                    addresses,
                    telemetryPath,
                    WebSettings.Lifecycle.CLOSED,
                    webConfig.load(),
                    StatusLinks.of(dashboards, runbook));
        } catch (IllegalArgumentException e) {
            throw new OperatorMistake(e);
        }
    }

    /** @throws OperatorMistake that names the option, if it is no address */
    static ListenAddress address(String option, String text) throws OperatorMistake {
        try {
            return ListenAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new OperatorMistake(option + ": " + e.getMessage());
        }
    }
}
