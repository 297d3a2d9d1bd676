package trro.exporter.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A name and a password as a client sent them: HTTP's basic authentication. */
record Login(String user, String password) {

    private static final String SCHEME = "basic ";

    /** Reads the header Authorization; empty if it is missing or no such login. */
    static Optional<Login> of(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String text = new String(bytes, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Login(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) { // its message shows a piece
            return Optional.empty();
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Login";
    }
}
