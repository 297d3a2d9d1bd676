package trro.exporter.web;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what a client says about content codings.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110, section 12.5.3</a>
 */
final class AcceptEncoding {

    private AcceptEncoding() {}

    /**
     * Whether gzip is allowed and at least as welcome as no coding.
     *
     * @param header the value of {@code Accept-Encoding}, several joined by commas; empty if there was none
     */
    static boolean prefersGzip(String header) {
        Map<String, Double> qualities = new HashMap<>();
        for (String element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = element.strip().split("\\s*;\\s*", -1);
            qualities.merge(parts[0], quality(parts), Math::max);
        }
        double anything = qualities.getOrDefault("*", 0.0);
        double gzip = qualities.getOrDefault("gzip", qualities.getOrDefault("x-gzip", anything));
        return gzip > 0 && gzip >= qualities.getOrDefault("identity", 0.0);
    }

    /** A quality that cannot be read counts as refused: every client understands plain text. */
    private static double quality(String[] parts) {
        double quality = 1;
        for (String part : parts) {
            if (part.startsWith("q=")) {
                quality =
                        part.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)") ? Double.parseDouble(part.substring(2)) : 0;
            }
        }
        return quality;
    }
}
