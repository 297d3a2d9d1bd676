package trro.exporter.webconfig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
 * @param files everything that was read for it
 */
public record WebConfig(
        Optional<TlsConfig> tls,
        boolean http2,
        Map<String, String> headers,
        Map<String, Secret> users,
        Optional<RateLimit> rateLimit,
        Set<Path> files) {

    public WebConfig {
        headers = Map.copyOf(headers);
        users = Map.copyOf(users);
        files = Set.copyOf(files);
    }

    /** The same, of one more file. */
    WebConfig with(Path file) {
        Set<Path> all = new HashSet<>(files);
        all.add(file);
        return new WebConfig(tls, http2, headers, users, rateLimit, all);
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
