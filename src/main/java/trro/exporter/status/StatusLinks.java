package trro.exporter.status;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import trro.exporter.model.PollTarget;

/**
 * Addresses at which a question goes on beyond the status page.
 *
 * @param dashboards base address of the Grafana that has the dashboards, without a slash at its end
 * @param runbook address of the runbook
 */
public record StatusLinks(Optional<String> dashboards, Optional<String> runbook) {

    public static final StatusLinks NONE = new StatusLinks(Optional.empty(), Optional.empty());

    /**
     * Reads both addresses, of which either may be left out.
     *
     * @throws IllegalArgumentException if one of them is not an address that a browser can follow
     */
    public static StatusLinks of(Optional<String> dashboards, Optional<String> runbook) {
        return new StatusLinks(
                dashboards.map(url -> address("--web.dashboards-url", url).replaceFirst("/+$", "")),
                runbook.map(url -> address("--web.runbook-url", url)));
    }

    private static String address(String flag, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && uri.getUserInfo() == null && isWeb(uri)) {
                return text;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        // The value is not repeated, since it may hold a password.
        throw new IllegalArgumentException(flag
                + ": this is not the address of a page; give one such as https://grafana.example.com,"
                + " without a password");
    }

    private static boolean isWeb(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    Optional<String> fleetDashboard() {
        return dashboards.map(base -> base + "/d/trro-fleet");
    }

    /** The page of the device, or of the project without one. */
    Optional<String> dashboard(PollTarget target) {
        String project = encode(target.projectId());
        String page = target.deviceId()
                .map(device -> "/d/trro-device?var-project=" + project + "&var-device=" + encode(device))
                .orElse("/d/trro-fleet?var-project_id=" + project);
        return dashboards.map(base -> base + page);
    }

    private static String encode(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
