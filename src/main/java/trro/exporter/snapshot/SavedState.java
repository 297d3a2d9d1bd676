package trro.exporter.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import trro.exporter.model.SessionStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.LatestStatistics.Grounds;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;
import trro.exporter.time.Moment;

/** The knowledge of one target as it is written for a later process. TRRO's own words of a failure are left out. */
final class SavedState {

    private static final String BEFORE_RESTART = " (before the restart of this program)";

    private SavedState() {}

    static void write(TargetState state, StateWriter out) {
        out.optional(state.latest(), latest -> {
            out.moment(latest.answered());
            out.text(latest.requestId());
            write(latest.open(), out);
            write(latest.closed(), out);
        });
        out.optional(state.failure(), failure -> {
            out.instant(failure.at());
            out.text(failure.code());
            out.optional(failure.requestId(), out::text);
        });
    }

    static TargetState read(StateReader in) {
        return new TargetState(
                in.optional(() -> new LatestStatistics(in.moment(), in.text(), readFigures(in), readFigures(in))),
                in.optional(() -> readFailure(in)));
    }

    private static void write(Figures figures, StateWriter out) {
        out.instant(figures.start());
        out.constant(figures.grounds());
        out.optional(figures.confirmed(), out::moment);
        out.optional(figures.statistics(), row -> write(row, out));
    }

    private static Figures readFigures(StateReader in) {
        Instant start = in.instant();
        Grounds grounds = in.constant(Grounds.class);
        Optional<Moment> confirmed = in.optional(in::moment);
        return new Figures(start, in.optional(() -> readRow(in)), grounds, confirmed);
    }

    private static void write(SessionStatistics row, StateWriter out) {
        out.instant(row.start());
        out.instant(row.end());
        out.number(row.sessions());
        out.number(row.totalDuration().toMillis());
        out.ratio(row.notBadRatio());
        out.number(row.activeFieldDevices());
        out.number(row.activeRemoteDevices());
    }

    private static SessionStatistics readRow(StateReader in) {
        return new SessionStatistics(
                in.instant(),
                in.instant(),
                in.number(),
                Duration.ofMillis(in.number()),
                in.ratio(),
                in.number(),
                in.number());
    }

    private static Failure readFailure(StateReader in) {
        Instant at = in.instant();
        String code = in.text();
        return new Failure(at, code, code + BEFORE_RESTART, in.optional(in::text));
    }
}
