package trro.exporter.support;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one key that a {@link StandInTrro} knows.
 *
 * @param token has to be sent with it; empty for a key that is not temporary
 */
public record StandInKey(String secretId, String secretKey, Optional<String> token) {

    public static final StandInKey PERMANENT =
            new StandInKey("AKIDstand-in-id", "stand-in-secret-key-0123456789", Optional.empty());

    public static final StandInKey TEMPORARY = new StandInKey(
            "AKIDtemporary-id", "temporary-secret-key-9876543210", Optional.of("temporary-token+/=0123456789"));

    /** The environment of an exporter that holds it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("TENCENTCLOUD_SECRET_ID", secretId);
        environment.put("TENCENTCLOUD_SECRET_KEY", secretKey);
        token.ifPresent(text -> environment.put("TENCENTCLOUD_TOKEN", text));
        return environment;
    }
}
