package trro.exporter.credentials;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trro.exporter.api.ApiException;
import trro.exporter.api.Credentials;
import trro.exporter.model.Secret;

/**
 * The profile file of the vendor's SDKs: INI with {@code secret_id} and {@code secret_key} in a section, after {@code
 * =} or {@code :}; {@code token} is read too, though the SDKs leave it out. Read at every call, so that a rotated key
 * counts from the next call on.
 */
final class ProfileCredentials implements KeyParts.Key {

    private final List<Path> candidates;
    private final String profile;

    /** @param candidates the first that exists counts */
    ProfileCredentials(List<Path> candidates, String profile) {
        this.candidates = List.copyOf(candidates);
        this.profile = profile;
    }

    @Override
    public Credentials credentials() throws ApiException {
        Path file = file();
        Map<String, String> section = section(SmallFile.read(file));
        String place = file + " [" + profile + "] ";
        return new Credentials(
                required(section, place, "secret_id"),
                required(section, place, "secret_key"),
                KeyParts.token(place + "token", section.getOrDefault("token", "")));
    }

    private Path file() throws ApiException {
        return candidates.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> KeyParts.problem("there is no profile file at "
                        + String.join(
                                " or ", candidates.stream().map(Path::toString).toList())
                        + "; create it or choose another source under credentials"));
    }

    private static Secret required(Map<String, String> section, String place, String name) throws ApiException {
        if (!section.containsKey(name)) {
            throw KeyParts.problem(place + "has no " + name + "; add it or name another profile");
        }
        return KeyParts.part(place + name, section.getOrDefault(name, ""));
    }

    private Map<String, String> section(String text) {
        Map<String, String> values = new HashMap<>();
        String section = "";
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).strip();
            } else if (section.equals(profile) && !line.startsWith("#") && !line.startsWith(";")) {
                String[] parts = line.split("[=:]", 2);
                if (parts.length == 2) {
                    values.put(parts[0].strip(), parts[1].strip());
                }
            }
        }
        return values;
    }
}
