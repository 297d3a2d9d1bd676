package trro.exporter.web;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.time.TimeSource;
import trro.exporter.webconfig.WebConfig;
import trro.exporter.webconfig.WebConfigFile;
import trro.exporter.yaml.ProblemsException;
import trro.exporter.yaml.YamlFormat;

/**
 * The web configuration in force. Whoever asks for it has the files looked at again, once a second at most; where they
 * are no longer right, the last one that was stays in force. Thread-safe.
 *
 * <p>The content of the files is compared, so that a link which leads elsewhere counts, and a new date does not.
 */
final class Access {

    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final Logger logger = LoggerFactory.getLogger(Access.class);

    private final Path path;
    private final TimeSource time;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile WebConfig config;
    private volatile Optional<TlsEngines> engines;
    private volatile long lookedNanos;
    private volatile Optional<String> problem = Optional.empty();
    private Map<Path, String> seen;

    Access(WebConfigFile file, TimeSource time) {
        this.path = file.path();
        this.time = time;
        config = file.config();
        seen = contents(config);
        try {
            engines = engines(config);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(path + ": Java cannot use this certificate with TLS", e);
        }
        lookedNanos = time.nanoTime();
    }

    /** The configuration in force. */
    WebConfig config() {
        look();
        return config;
    }

    /** Whether connections have TLS; that never changes. */
    boolean hasTls() {
        return engines.isPresent();
    }

    /** As connections are to have now; only with TLS. */
    TlsEngines engines() {
        look();
        return engines.orElseThrow();
    }

    /** Whether the files were right when they were last looked at. */
    boolean lastLookSuccessful() {
        look();
        return problem.isEmpty();
    }

    private void look() {
        if (time.nanoTime() - lookedNanos < BETWEEN_LOOKS.toNanos() || !looking.tryLock()) {
            return; // another one looks: nobody waits for a slow disk
        }
        try {
            Map<Path, String> now = contents(config);
            if (problem.isPresent() || !now.equals(seen)) {
                read();
                seen = now;
            }
            lookedNanos = time.nanoTime();
        } finally {
            looking.unlock();
        }
    }

    private void read() {
        try {
            WebConfig next = WebConfigFile.load(path).config();
            if (next.tls().isPresent() != hasTls()) {
                refuse(path + ": tls_server_config cannot be added or taken away while the exporter runs; restart it");
                return;
            }
            if (next.opens(config)) {
                refuse(path
                        + ": would let in people who were kept out, since basic_auth_users, client_auth_type,"
                        + " client_ca_file or client_allowed_sans are gone, as in a file that is being written;"
                        + " restart to open the pages");
                return;
            }
            engines = engines(next);
            config = next;
            problem = Optional.empty();
            logger.atInfo().addKeyValue("protection", config.summary()).log("the web configuration was read again");
        } catch (ProblemsException e) {
            refuse(String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException e) {
            refuse(path + ": Java cannot use this certificate with TLS");
        }
    }

    private static Optional<TlsEngines> engines(WebConfig config) throws GeneralSecurityException {
        return config.tls().isPresent()
                ? Optional.of(new TlsEngines(config.tls().get()))
                : Optional.empty();
    }

    private void refuse(String why) {
        if (!problem.equals(Optional.of(why))) {
            logger.atError()
                    .addKeyValue("why", why)
                    .log("the new web configuration is not used; the one before stays in force until it is mended");
        }
        problem = Optional.of(why);
    }

    private Map<Path, String> contents(WebConfig config) {
        return Stream.concat(Stream.of(path), config.files().stream())
                .distinct()
                .collect(Collectors.toMap(file -> file, YamlFormat::fingerprint));
    }
}
