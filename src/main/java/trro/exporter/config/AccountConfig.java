package trro.exporter.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One Tencent Cloud (sub-)account, whose projects share a request budget.
 *
 * @param name the value of the {@code account} label; unique
 * @param endpoint scheme, host and optional port; https, or http to loopback alone
 * @param region sent as X-TC-Region when present
 * @param credentials where its key comes from
 * @param requestsPerSecond at most so many requests arrive in any second, for each action; 1 to 20
 * @param projects those that are listed
 * @param discovery which projects are polled among those that TRRO tells; then none is listed
 */
public record AccountConfig(
        String name,
        URI endpoint,
        Optional<String> region,
        CredentialsConfig credentials,
        int requestsPerSecond,
        List<ProjectConfig> projects,
        Optional<ProjectDiscovery> discovery) {

    public AccountConfig {
        projects = List.copyOf(projects);
        if (requestsPerSecond < 1 || requestsPerSecond > Limits.REQUESTS_PER_SECOND) {
            throw new IllegalArgumentException("requestsPerSecond is not within 1..20: " + requestsPerSecond);
        }
    }

    /** An account whose projects are listed. */
    public AccountConfig(
            String name,
            URI endpoint,
            Optional<String> region,
            CredentialsConfig credentials,
            int requestsPerSecond,
            List<ProjectConfig> projects) {
        this(name, endpoint, region, credentials, requestsPerSecond, projects, Optional.empty());
    }

    /** Whether TRRO is asked which projects or devices there are. */
    public boolean discovers() {
        return discovery.isPresent() || discoversDevices();
    }

    /** Whether TRRO is asked which devices there are. */
    public boolean discoversDevices() {
        return discovery.flatMap(ProjectDiscovery::devices).isPresent()
                || projects.stream().anyMatch(project -> project.discovery().isPresent());
    }

    /** The number of listed projects and devices. */
    public int listed() {
        return projects.size() + listedDevices();
    }

    /** The number of listed devices. */
    public int listedDevices() {
        return projects.stream().mapToInt(project -> project.devices().size()).sum();
    }
}
