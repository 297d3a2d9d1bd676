package trro.exporter.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import trro.exporter.yaml.Node;
import trro.exporter.yaml.Text;

/** An account's endpoint: a host, or a URL. Messages never show it, since it may carry a password. */
final class Endpoint {

    static final String NEXT_STEP = "give a host such as " + Defaults.ENDPOINT.getHost();

    private static final Pattern LOOPBACK = Pattern.compile(
            "localhost|\\[::1]|\\[0:0:0:0:0:0:0:1]|127(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

    private static final Pattern DNS_NAME = Pattern.compile("(?=.{1,253}$)([^.]{1,63}\\.)*[^.]{1,63}");

    private Endpoint() {}

    /** Scheme, host and optional port, or empty after the problem was reported. */
    static Optional<URI> read(Node node) {
        Optional<String> text = node.text(NEXT_STEP).map(Text::text);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI given = new URI(text.get().contains("://") ? text.get() : "https://" + text.get());
            Optional<String> problem = problem(given);
            problem.ifPresent(message -> node.problem(message + "; " + NEXT_STEP));
            return problem.isPresent() ? Optional.empty() : Optional.of(plain(given));
        } catch (URISyntaxException e) { // its message shows the endpoint
            node.problem("is neither a host nor a URL; " + NEXT_STEP);
            return Optional.empty();
        }
    }

    private static Optional<String> problem(URI given) throws URISyntaxException {
        if (given.isOpaque() || given.getScheme() == null) {
            return Optional.of("is neither a host nor a URL");
        }
        String scheme = given.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("has another scheme than https");
        }
        if (String.valueOf(given.getRawAuthority()).contains("@")) {
            return Optional.of("has a user name or password, which belong under credentials");
        }
        if (given.getRawQuery() != null || given.getRawFragment() != null) {
            return Optional.of("has a query or fragment, which the API does not take");
        }
        if (!given.getRawPath().isEmpty() && !given.getRawPath().equals("/")) {
            return Optional.of("has a path, which the API does not take");
        }
        if (given.getHost() == null || !DNS_NAME.matcher(host(given)).matches()) {
            return Optional.of("has no valid host name");
        }
        if (given.getPort() == 0 || given.getPort() > 65_535) {
            return Optional.of("has a port that is not within 1 to 65535");
        }
        if (scheme.equals("http") && !LOOPBACK.matcher(host(given)).matches()) {
            return Optional.of("would send calls in clear text; use https, since http is for 127.0.0.0/8, [::1] and"
                    + " localhost alone");
        }
        return Optional.empty();
    }

    private static URI plain(URI given) throws URISyntaxException {
        String scheme = given.getScheme().toLowerCase(Locale.ROOT);
        return new URI(scheme, null, host(given), given.getPort(), null, null, null);
    }

    /** Without the dot that ends a name which DNS shall not complete: certificates and the signature know none. */
    private static String host(URI given) {
        return given.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }
}
