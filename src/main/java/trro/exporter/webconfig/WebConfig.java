package trro.exporter.webconfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import trro.exporter.model.Secret;

/**
 * A web configuration as a whole.
 *
 * @param tls empty for plain HTTP
 * @param http2 whether HTTP/2 is offered; over TLS alone
 * @param headers of every answer, in place of the exporter's own of the same name
 * @param users bcrypt hash of the password, by name; if there are none, nobody is asked for a password
 * @param files those that it names
 */
public record WebConfig(
        Optional<TlsConfig> tls,
        boolean http2,
        Map<String, String> headers,
        Map<String, Secret> users,
        Optional<RateLimit> rateLimit,
        Set<Path> files) {

    /**
     * A bound on requests: a bucket of tokens, of which each request takes one.
     *
     * @param interval a token comes each time it has passed; positive
     * @param burst the most tokens, and those at the start; 0 refuses every request
     */
    public record RateLimit(Duration interval, int burst) {}

    public WebConfig {
        headers = Map.copyOf(headers);
        users = Map.copyOf(users);
        files = Set.copyOf(files);
    }

    /** Whether strangers may come in here that {@code before} kept out by a password or a certificate. */
    public boolean opens(WebConfig before) {
        boolean passwordsGone = users.isEmpty() && !before.users.isEmpty();
        boolean certificatesGone =
                tls.isPresent() && before.tls.isPresent() && tls.get().opens(before.tls.get());
        return passwordsGone || certificatesGone;
    }

    /** The protection that it gives, in one line without a name or a secret. */
    public String summary() {
        List<String> parts = new ArrayList<>();
        parts.add(tls.map(TlsConfig::summary).orElse("no TLS"));
        if (tls.isPresent()) {
            parts.add(http2 ? "HTTP/2 and HTTP/1.1" : "HTTP/1.1");
        }
        parts.add(users.isEmpty() ? "no password" : users.size() + (users.size() == 1 ? " user" : " users"));
        rateLimit.ifPresent(limit -> parts.add("a rate limit"));
        return String.join(", ", parts);
    }
}
