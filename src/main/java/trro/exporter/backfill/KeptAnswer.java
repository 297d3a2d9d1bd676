package trro.exporter.backfill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import trro.exporter.model.SessionStatistics;
import trro.exporter.polling.ClosedBuckets;

/**
 * An answer about a range of buckets, as the journal keeps it: fifty bytes for each bucket that had sessions, and none
 * for the others.
 *
 * @param rows the reported buckets, the oldest first
 * @param unknown the starts of buckets of which neither a figure nor the want of one is known, the oldest first
 */
record KeptAnswer(Question question, List<SessionStatistics> rows, List<Instant> unknown) {

    KeptAnswer(Question question, ClosedBuckets.Told told) {
        this(question, told.rows(), told.unknown());
    }

    void write(DataOutput out) throws IOException {
        question.write(out);
        out.writeInt(rows.size());
        for (SessionStatistics row : rows) {
            out.writeLong(row.start().getEpochSecond());
            out.writeLong(row.sessions());
            out.writeLong(row.totalDuration().toSeconds());
            out.writeDouble(row.notBadRatio());
            out.writeLong(row.activeFieldDevices());
            out.writeLong(row.activeRemoteDevices());
        }
        out.writeInt(unknown.size());
        for (Instant start : unknown) {
            out.writeLong(start.getEpochSecond());
        }
    }

    static KeptAnswer read(DataInput in) throws IOException {
        Question question = Question.read(in);
        List<SessionStatistics> rows = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            Instant start = Instant.ofEpochSecond(in.readLong());
            long sessions = in.readLong();
            Duration duration = Duration.ofSeconds(in.readLong());
            double ratio = in.readDouble();
            rows.add(new SessionStatistics(start, start, sessions, duration, ratio, in.readLong(), in.readLong()));
        }
        List<Instant> unknown = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            unknown.add(Instant.ofEpochSecond(in.readLong()));
        }
        return new KeptAnswer(question, rows, unknown);
    }
}
