package trro.exporter.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import trro.exporter.replicas.Leadership.Grant;
import trro.exporter.replicas.Leadership.Leader;
import trro.exporter.storage.SealedState;
import trro.exporter.support.FakeTime;
import trro.exporter.support.LoggedLines;

/** What a replica does when its role changes, and the picture that it keeps meanwhile. */
class ReplicaTest {

    private static final URI ADDRESS = URI.create("http://10.0.0.8:10205");

    private final FakeTime time = new FakeTime("2026-11-30T03:00:00Z");
    private final List<String> done = new ArrayList<>();
    private final List<URI> asked = new ArrayList<>();
    private byte[] picture = SealedState.seal(new byte[] {1});
    private boolean broken;
    private final Replica replica = new Replica(
            new ReplicaSettings(
                    new LeaseName("monitoring", "trro"),
                    "own",
                    Optional.empty(),
                    new LeaseTerms(Duration.ofSeconds(15)),
                    Optional.empty()),
            new Recorded(),
            time,
            (name, loop) -> new Thread(loop, name),
            this::get);
    private final Leadership leadership = replica.leadership();
    private final PictureKeeping keeping = replica.keeping();

    private final class Recorded implements Replica.Work {

        @Override
        public void begin(Optional<ReceivedPicture> theirs) {
            assertThat(replica.leads()).as("before all is there").isFalse();
            done.add("begins" + (theirs.isPresent() ? " with a picture" : ""));
        }

        @Override
        public void rest() {
            assertThat(replica.leads()).isFalse();
            done.add("rests");
        }
    }

    private byte[] get(URI leader) throws IOException {
        asked.add(leader);
        if (broken) {
            throw new IOException("no route");
        }
        return picture;
    }

    private void granted() throws InterruptedException {
        leadership.granted(leadership.looks(), Grant.TAKEN);
        replica.step();
    }

    private void follows() throws InterruptedException {
        leadership.heldBy(Optional.of(new Leader("other", Optional.of(ADDRESS))));
        replica.step();
    }

    @Test
    void whoFollowsKeepsTheLeadersPictureAndBeginsWithItOnce() throws Exception {
        follows();
        keeping.look();
        granted();
        replica.step();

        assertThat(asked).containsExactly(ADDRESS);
        assertThat(keeping.lastSuccess()).contains(time.now());
        assertThat(done).containsExactly("begins with a picture");
        assertThat(keeping.take()).isEmpty();
        assertThat(replica.elections()).isOne();
        assertThat(replica.leads() && replica.showsFigures()).isTrue();
        assertThat(replica.reasonNotReady()).isEmpty();
    }

    @Test
    void whoLeadsAsksNobodyForAPicture() throws Exception {
        granted();
        keeping.look();

        assertThat(asked).isEmpty();
        assertThat(done).containsExactly("begins");
    }

    @Test
    void whoLosesTheLeaseRestsAndShowsNothing() throws Exception {
        granted();
        follows();

        assertThat(done).containsExactly("begins", "rests");
        assertThat(replica.showsFigures()).isFalse();
        assertThat(replica.reasonNotReady()).contains("it follows other, which leads");
    }

    @Test
    void whoCannotRenewRestsShowsWhatItKnowsAndGoesOnWithIt() throws Exception {
        granted();
        leadership.unreachable();
        time.advance(Duration.ofSeconds(10));
        replica.step();

        assertThat(done).containsExactly("begins", "rests");
        assertThat(replica.showsFigures()).isTrue();
        assertThat(replica.leads()).isFalse();
        assertThat(replica.reasonNotReady())
                .contains("it cannot renew its lease; it asks nothing, and serves what it knows");
        granted();
        assertThat(done).containsExactly("begins", "rests", "begins");
    }

    @Test
    void aPictureThatCannotBeHadIsLoggedOnceAndTheOneBeforeIsKept() throws Exception {
        follows();
        keeping.look();
        broken = true;
        try (LoggedLines log = new LoggedLines(PictureKeeping.class)) {
            keeping.look();
            keeping.look();
            broken = false;
            picture = new byte[] {1, 2, 3};
            keeping.look();
            assertThat(log.containing("picture cannot be had"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("no route");
            picture = SealedState.seal(new byte[] {2});
            keeping.look();
            assertThat(log.containing("can be had again")).hasSize(1);
        }
        assertThat(keeping.take()).map(ReceivedPicture::sealed).contains(picture);
    }

    @Test
    void anElectionThatGoesRoundNoMoreIsStuck() {
        leadership.looks();
        time.advance(Duration.ofMinutes(2));
        assertThat(replica.stuck()).isEmpty();

        time.advance(Duration.ofSeconds(1));
        assertThat(replica.stuck()).hasValueSatisfying(why -> assertThat(why).contains("121 s ago"));
    }
}
