package trro.exporter.api;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import trro.exporter.model.PrintableText;

/** Java's own trust in certificates, with the operator's stores if there are any. */
final class TrustedCertificates {

    private static final List<String> STORES = List.of("javax.net.ssl.trustStore", "javax.net.ssl.keyStore");

    private TrustedCertificates() {}

    /**
     * Reads the operator's stores, if there are any; Java's own certificates take a while, and are not read.
     *
     * @param properties Java's system properties
     * @throws IllegalArgumentException if a store that they name cannot be read; Java itself takes its own certificates
     *     in place of a trust store that does not exist
     */
    static void check(Properties properties) {
        STORES.forEach(name -> check(name, properties.getProperty(name, "")));
        if (properties.stringPropertyNames().stream().anyMatch(name -> name.startsWith("javax.net.ssl."))) {
            try {
                context(properties);
            } catch (SSLException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }

    /**
     * The context for TLS connections.
     *
     * @param properties Java's system properties
     * @throws SSLException if the certificates cannot be read
     */
    static SSLContext context(Properties properties) throws SSLException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            String given = STORES.stream()
                    .filter(properties::containsKey)
                    .map(name -> "-D" + name + "=" + PrintableText.of(properties.getProperty(name)))
                    .reduce((one, other) -> one + ", " + other)
                    .orElse("Java's own certificates");
            throw new SSLException(
                    given + " cannot be read as certificates (" + reason(e) + "); correct the file, its type or its"
                            + " password",
                    e);
        }
    }

    private static void check(String name, String file) {
        if (!file.isEmpty() && !file.equals("NONE") && !isReadable(file)) {
            throw new IllegalArgumentException("-D" + name + "=" + PrintableText.of(file)
                    + " is not a file that can be read; correct the path or the permissions");
        }
    }

    private static boolean isReadable(String file) {
        try {
            return Files.isRegularFile(Path.of(file)) && Files.isReadable(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return PrintableText.of(cause.toString());
    }
}
