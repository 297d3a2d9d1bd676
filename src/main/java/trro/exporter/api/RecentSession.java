package trro.exporter.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A session that runs or ended lately; TRRO does not say which.
 *
 * @param fieldDeviceId the device on the controlled side; empty if the list does not tell
 * @param remoteDeviceId the device on the controlling side; empty if the list does not tell
 * @param latestUpdate the latest sign of it; how often that is renewed is not documented
 */
public record RecentSession(
        Optional<String> fieldDeviceId, Optional<String> remoteDeviceId, Instant start, Instant latestUpdate) {}
