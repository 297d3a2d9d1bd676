package trro.exporter.api;

import java.util.Optional;
import trro.exporter.model.Secret;

/**
 * A key to the API.
 *
 * @param secretId names the key; sent in clear with every call, masked in logs all the same
 * @param secretKey signs calls; never sent
 * @param token belongs to temporary keys
 */
public record Credentials(Secret secretId, Secret secretKey, Optional<Secret> token) {}
