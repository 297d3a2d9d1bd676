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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import trro.exporter.replicas.LeaseName;
import trro.exporter.replicas.LeaseTerms;
import trro.exporter.replicas.ReplicaSettings;

/** The options that let one of several replicas ask TRRO, while the others wait. */
final class LeaderElectionOptions extends Options {

    private static final Duration SHORTEST = Duration.ofSeconds(6);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final int SUFFIX_LENGTH = 8;

    private final Supplier<Optional<String>> lease = optional(
            String.class,
            "--leader-election.lease=NAMESPACE/NAME",
            "Let the one of several replicas ask TRRO that holds this Kubernetes lease; the others wait.");

    private final Supplier<Optional<String>> identity = optional(
            String.class,
            "--leader-election.identity=NAME",
            "The name of this replica in the lease in place of the host's; a random part is added.");

    private final Supplier<Optional<String>> address = optional(
            String.class,
            "--leader-election.address=URL",
            "Where the other replicas reach this one, if not at this host's address and port.");

    private final Supplier<String> duration = defaulted(
            String.class,
            "--leader-election.lease-duration=DURATION",
            "15s",
            "Take the lease of a replica that did not renew it for so long, 6s to 5m; the same for all"
                    + " replicas. Default: ${DEFAULT-VALUE}");

    private final Supplier<Optional<Path>> accessFile = optional(
            Path.class,
            "--leader-election.http-config.file=FILE",
            "Password and TLS with which this replica enters the leader's pages, in the format of"
                    + " Prometheus' clients.");

    /**
     * The part of this process among replicas; empty if no lease is named.
     *
     * @throws OperatorMistake if an option cannot be used
     */
    Optional<ReplicaSettings> settings() throws OperatorMistake {
        Optional<String> name = lease.get();
        if (name.isEmpty()) {
            if (identity.get().isPresent()
                    || address.get().isPresent()
                    || accessFile.get().isPresent()) {
                throw new OperatorMistake("the options of leader election need --leader-election.lease=NAMESPACE/NAME;"
                        + " give it, or leave them out");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new ReplicaSettings(
                    LeaseName.parse(name.get()),
                    identity(),
                    address.get().map(LeaderElectionOptions::url),
                    new LeaseTerms(duration()),
                    accessFile()));
        } catch (IllegalArgumentException e) {
            throw new OperatorMistake(e);
        }
    }

    /** Unlike a name, it is never that of a process before: who has the lease's name has asked TRRO since. */
    private String identity() {
        String name = identity.get().orElseGet(LeaderElectionOptions::hostName);
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
        return duration(duration.get(), SHORTEST, LONGEST)
                .filter(each -> each.toNanosPart() == 0)
                .orElseThrow(() -> new IllegalArgumentException("--leader-election.lease-duration: \"" + duration.get()
                        + "\" is no duration from 6s to 5m in whole seconds; give one such as 15s (the default)"));
    }

    private Optional<Path> accessFile() {
        Optional<Path> file = accessFile.get();
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new IllegalArgumentException("--leader-election.http-config.file=" + file.get()
                    + " names no file that can be read; correct the path");
        }
        return file;
    }
}
