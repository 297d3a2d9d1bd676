package trro.exporter.replicas;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The part that this process has among replicas.
 *
 * @param lease that decides who leads
 * @param identity of this replica, which no other one has or had
 * @param address where the others reach its pages; empty to find it out
 * @param terms the same for all
 * @param accessFile how it enters the leader's pages; empty where they are open
 */
public record ReplicaSettings(
        LeaseName lease, String identity, Optional<URI> address, LeaseTerms terms, Optional<Path> accessFile) {}
