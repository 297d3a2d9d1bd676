package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.polling.PolledPage.device;
import static trro.exporter.polling.PolledPage.project;

import org.junit.jupiter.api.Test;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

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
}
