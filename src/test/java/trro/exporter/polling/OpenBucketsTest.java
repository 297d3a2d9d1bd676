package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.polling.PolledPage.device;
import static trro.exporter.polling.PolledPage.project;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;
import trro.exporter.time.Moment;

class OpenBucketsTest {

    private static final PollTarget PROJECT = project(StatisticInterval.HOUR);
    private static final PollTarget DEVICE = device("d", StatisticInterval.HOUR);

    private final OpenBuckets buckets = new OpenBuckets();

    @Test
    void targetsWaitUntilAnOpenBucketIsShownAndAreToldOnce() {
        assertThat(buckets.shown()).isFalse();
        assertThat(buckets.await(PROJECT)).isTrue();
        assertThat(buckets.await(DEVICE)).isTrue();

        assertThat(buckets.show()).containsExactlyInAnyOrder(PROJECT, DEVICE);
        assertThat(buckets.shown()).isTrue();
        assertThat(buckets.show()).isEmpty();
    }

    @Test
    void nobodyWaitsOnceOneWasShown() {
        buckets.show();

        assertThat(buckets.await(PROJECT)).isFalse();
        assertThat(buckets.show()).isEmpty();
    }

    /** What another one writes, as a later process reads it. */
    private static OpenBuckets restored(OpenBuckets former) {
        Moment now = new Moment(Instant.EPOCH, 0);
        StateWriter out = new StateWriter(now);
        former.write(out);
        StateReader in = new StateReader(out.bytes(), now);
        OpenBuckets later = new OpenBuckets();
        later.restore(in.truth(), in.each(in::target));
        assertThat(in.isAtEnd()).isTrue();
        return later;
    }

    @Test
    void whoWaitedWaitsOnInTheNextProcess() {
        buckets.await(PROJECT);
        buckets.await(DEVICE);

        OpenBuckets later = restored(buckets);

        assertThat(later.shown()).isFalse();
        assertThat(later.show()).containsExactlyInAnyOrder(PROJECT, DEVICE);
    }

    @Test
    void thatOneWasShownIsKnownInTheNextProcess() {
        buckets.show();

        assertThat(restored(buckets).shown()).isTrue();
    }

    @Test
    void nobodyWaitsForWhatThisProcessHasSeenItself() {
        buckets.show();

        buckets.restore(false, List.of(PROJECT));

        assertThat(buckets.shown()).isTrue();
        assertThat(buckets.show()).isEmpty();
    }
}
