package trro.exporter.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import trro.exporter.model.SessionStatistics;

/** The order and shape of an answer's rows. */
public enum RowStyle {
    /** By time, each bucket once, its end where it belongs. */
    TIDY,
    /**
     * As odd as the vendor's sample: the newest bucket is there twice, once with an older state, one row ends before it
     * starts, and the order is anything. The row with the most sessions is the true one.
     */
    AS_SAMPLED;

    private static final Duration BACKWARD = Duration.ofSeconds(9_800);

    List<SessionStatistics> arrange(List<SessionStatistics> rows) {
        return switch (this) {
            case TIDY -> rows;
            case AS_SAMPLED -> rows.isEmpty() ? rows : odd(rows);
        };
    }

    private static List<SessionStatistics> odd(List<SessionStatistics> rows) {
        List<SessionStatistics> odd = new ArrayList<>(rows);
        SessionStatistics newest = rows.get(rows.size() - 1);
        odd.add(earlierState(newest));
        SessionStatistics oldest = rows.get(0);
        odd.set(0, withEnd(oldest, oldest.start().minus(BACKWARD)));
        Collections.shuffle(odd, new Random(newest.start().getEpochSecond()));
        return odd;
    }

    private static SessionStatistics earlierState(SessionStatistics row) {
        return new SessionStatistics(
                row.start(),
                row.end(),
                row.sessions() / 2,
                Duration.ofMinutes(row.totalDuration().toMinutes() / 2),
                row.notBadRatio() / 2,
                row.activeFieldDevices(),
                row.activeRemoteDevices());
    }

    private static SessionStatistics withEnd(SessionStatistics row, Instant end) {
        return new SessionStatistics(
                row.start(),
                end,
                row.sessions(),
                row.totalDuration(),
                row.notBadRatio(),
                row.activeFieldDevices(),
                row.activeRemoteDevices());
    }
}
