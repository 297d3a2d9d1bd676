package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import trro.exporter.replicas.ReplicaSettings;

/** The flags of leader election, and what is said of those that cannot be meant. */
class LeaderElectionOptionsTest {

    private static final String LEASE = "--leader-election.lease=monitoring/trro-exporter";

    private static LeaderElectionOptions parse(String... args) {
        LeaderElectionOptions options = new LeaderElectionOptions();
        new CommandLine(options.spec()).parseArgs(args);
        return options;
    }

    private static ReplicaSettings settings(String... args) throws OperatorMistake {
        return parse(args).settings().orElseThrow();
    }

    @Test
    void withoutALeaseThereAreNoReplicas() throws Exception {
        assertThat(parse().settings()).isEmpty();
    }

    @Test
    void aLeaseIsEnough() throws Exception {
        ReplicaSettings settings = settings(LEASE);

        assertThat(settings.lease()).hasToString("monitoring/trro-exporter");
        assertThat(settings.terms().duration()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.address()).isEmpty();
        assertThat(settings.accessFile()).isEmpty();
    }

    @Test
    void noTwoProcessesHaveOneIdentityAlsoWhereTheyHaveOneName() throws Exception {
        String[] args = {LEASE, "--leader-election.identity=pod-0", "--leader-election.address=https://10.0.0.7:10205"};

        assertThat(settings(args).identity())
                .startsWith("pod-0_")
                .isNotEqualTo(settings(args).identity());
        assertThat(settings(args).address()).contains(URI.create("https://10.0.0.7:10205"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--leader-election.lease=trro | is not NAMESPACE/NAME",
                "--leader-election.lease=a/b/c | is not NAMESPACE/NAME",
                "--leader-election.lease=Monitoring/trro | is not NAMESPACE/NAME",
                "--leader-election.identity=x | need --leader-election.lease=NAMESPACE/NAME",
                LEASE + " --leader-election.identity=a_b/c | is no name",
                LEASE + " --leader-election.lease-duration=5s | is no duration from 6s to 5m",
                LEASE + " --leader-election.lease-duration=6500ms | in whole seconds",
                LEASE + " --leader-election.address=10.0.0.7:10205 | give scheme, host and port",
                LEASE + " --leader-election.address=http://u:secret@h | give scheme, host and port",
                LEASE + " --leader-election.address=http://h/metrics | give scheme, host and port",
                LEASE + " --leader-election.http-config.file=/nowhere | names no file that can be read",
            })
    void whatCannotBeMeantIsRefusedWithTheNextStep(String args, String message) {
        assertThatExceptionOfType(OperatorMistake.class)
                .isThrownBy(() -> parse(args.split(" ")).settings())
                .withMessageContaining(message)
                .satisfies(mistake -> assertThat(mistake.getMessage()).doesNotContain("secret"));
    }
}
