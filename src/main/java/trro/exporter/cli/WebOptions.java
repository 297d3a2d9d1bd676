package trro.exporter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import trro.exporter.status.StatusLinks;
import trro.exporter.web.ListenAddress;
import trro.exporter.web.WebSettings;

/** The options of the HTTP server. */
public final class WebOptions extends Options {

    private final Supplier<List<String>> listenAddresses = take(option(
                    List.class,
                    "--web.listen-address=[HOST]:PORT",
                    "Serve on this address; without a host on every one. May be given several times."
                            + " Default: ${DEFAULT-VALUE}")
            .auxiliaryTypes(String.class)
            .defaultValue(":10205"));

    private final Supplier<Boolean> systemdSocket = flag(
            "--web.systemd-socket",
            "Serve on the socket that systemd passes on as standard input (StandardInput=socket), in place"
                    + " of --web.listen-address.");

    private final WebConfigOption webConfig = with(new WebConfigOption());

    private final Supplier<String> telemetryPath = defaulted(
            String.class,
            "--web.telemetry-path=PATH",
            "/metrics",
            "Serve the metrics under this path. Default: ${DEFAULT-VALUE}");

    private final Supplier<Optional<String>> dashboards = optional(
            String.class,
            "--web.dashboards-url=URL",
            "Link the status page to the dashboards in the Grafana at this address.");

    private final Supplier<Optional<String>> runbook =
            optional(String.class, "--web.runbook-url=URL", "Link the status page to the runbook at this address.");

    /** The addresses as they were given. */
    String listenAddress() {
        return String.join(" ", listenAddresses.get());
    }

    /**
     * The settings that the options give.
     *
     * @throws OperatorMistake if an address, the path or the web configuration cannot be used
     */
    public WebSettings settings() throws OperatorMistake {
        List<ListenAddress> addresses = new ArrayList<>();
        for (String address : systemdSocket.get() ? List.<String>of() : listenAddresses.get()) {
            addresses.add(address("--web.listen-address", address));
        }
        try {
            return new WebSettings(
                    addresses,
                    telemetryPath.get(),
                    WebSettings.Lifecycle.CLOSED,
                    webConfig.load(),
                    StatusLinks.of(dashboards.get(), runbook.get()));
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
