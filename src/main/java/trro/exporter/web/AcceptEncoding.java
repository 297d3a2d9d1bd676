package trro.exporter.web;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Reads what a client says about content codings.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110, section 12.5.3</a>
 */
final class AcceptEncoding {

    private record Coding(String name, double quality) {

        static Coding parse(String element) {
            String[] parts = element.split(";", -1);
            double quality = 1;
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
                if (parameter.startsWith("q=")) {
                    quality = quality(parameter.substring(2));
                }
            }
            return new Coding(parts[0].strip().toLowerCase(Locale.ROOT), quality);
        }

        /** A quality that cannot be read counts as refused: every client understands plain text. */
        private static double quality(String text) {
            return text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 0;
        }
    }

    private AcceptEncoding() {}

    /**
     * Whether gzip is allowed and at least as welcome as no coding.
     *
     * @param header the value of {@code Accept-Encoding}, several joined by commas; empty if there was none
     */
    static boolean prefersGzip(String header) {
        List<Coding> codings =
                List.of(header.split(",", -1)).stream().map(Coding::parse).toList();
        OptionalDouble anything = quality(codings, "*");
        OptionalDouble gzip = quality(codings, "gzip");
        if (gzip.isEmpty()) {
            gzip = quality(codings, "x-gzip");
        }
        double gzipQuality = gzip.orElse(anything.orElse(0));
        return gzipQuality > 0 && gzipQuality >= quality(codings, "identity").orElse(0);
    }

    private static OptionalDouble quality(List<Coding> codings, String name) {
        return codings.stream()
                .filter(coding -> coding.name().equals(name))
                .mapToDouble(Coding::quality)
                .max();
    }
}
