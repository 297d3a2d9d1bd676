package trro.exporter.cli;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trro.exporter.replicas.LeaseName;
import trro.exporter.replicas.LeaseTerms;
import trro.exporter.replicas.ReplicaSettings;
import trro.exporter.yaml.DurationText;

/** The options that let one of several replicas ask TRRO, while the others wait. */
final class LeaderElectionOptions {

    private static final Duration SHORTEST = Duration.ofSeconds(6);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final int SUFFIX_LENGTH = 8;

    @Option(
            names = "--leader-election.lease",
            paramLabel = "NAMESPACE/NAME",
            description = "Let the one of several replicas ask TRRO that holds this Kubernetes lease; the others wait.")
    private @Nullable String lease;

    @Option(
            names = "--leader-election.identity",
            paramLabel = "NAME",
            description = "The name of this replica in the lease in place of the host's; a random part is added.")
    private @Nullable String identity;

    @Option(
            names = "--leader-election.address",
            paramLabel = "URL",
            description = "Where the other replicas reach this one, if not at this host's address and port.")
    private @Nullable String address;

    @Option(
            names = "--leader-election.lease-duration",
            paramLabel = "DURATION",
            defaultValue = "15s",
            description = "Take the lease of a replica that did not renew it for so long, 6s to 5m; the same for all"
                    + " replicas. Default: ${DEFAULT-VALUE}")
    private String duration = "15s";

    @Option(
            names = "--leader-election.http-config.file",
            paramLabel = "FILE",
            description = "Password and TLS with which this replica enters the leader's pages, in the format of"
                    + " Prometheus' clients.")
    private @Nullable Path accessFile;

    /**
     * The part of this process among replicas; empty if no lease is named.
     *
     * @throws OperatorMistake if an option cannot be used
     */
    Optional<ReplicaSettings> settings() throws OperatorMistake {
        if (lease == null) {
            if (identity != null || address != null || accessFile != null) {
                throw new OperatorMistake("the options of leader election need --leader-election.lease=NAMESPACE/NAME;"
                        + " give it, or leave them out");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new ReplicaSettings(
                    LeaseName.parse(lease),
                    identity(),
                    Optional.ofNullable(address).map(LeaderElectionOptions::url),
                    new LeaseTerms(duration()),
                    accessFile()));
        } catch (IllegalArgumentException e) {
            throw new OperatorMistake(e);
        }
    }

    /** Unlike a name, it is never that of a process before: who has the lease's name has asked TRRO since. */
    private String identity() {
        String name = identity == null ? hostName() : identity;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("--leader-election.identity: \"" + name
                    + "\" is no name; use letters, digits, and ._- within, for example the name of the pod");
        }
        return name + "_" + UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) { // its own name is not known to it
            return "trro-exporter";
        }
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean bare = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
            if (http && bare && url.getHost() != null && url.getPath().matches("/?")) {
                return url;
            }
        } catch (URISyntaxException e) { // as any other
        }
        throw new IllegalArgumentException("--leader-election.address: this is no address of a replica;"
                + " give scheme, host and port, for example http://10.0.0.7:10205");
    }

    private Duration duration() {
        return DurationText.parse(duration)
                .filter(each -> each.compareTo(SHORTEST) >= 0 && each.compareTo(LONGEST) <= 0)
                .filter(each -> each.toNanosPart() == 0)
                .orElseThrow(() -> new IllegalArgumentException("--leader-election.lease-duration: \"" + duration
                        + "\" is no duration from 6s to 5m in whole seconds; give one such as 15s (the default)"));
    }

    private Optional<Path> accessFile() {
        if (accessFile != null && !Files.isReadable(accessFile)) {
            throw new IllegalArgumentException("--leader-election.http-config.file=" + accessFile
                    + " names no file that can be read; correct the path");
        }
        return Optional.ofNullable(accessFile);
    }
}
