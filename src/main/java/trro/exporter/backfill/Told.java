package trro.exporter.backfill;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import trro.exporter.model.SessionStatistics;
import trro.exporter.polling.ClosedBuckets;

/**
 * An answer about a range of buckets, as the journal keeps it: some bytes for each bucket that had sessions, and none
 * for the others.
 *
 * @param rows the reported buckets, the oldest first
 * @param unknown the starts of buckets of which neither a figure nor the want of one is known, the oldest first
 */
record Told(Question question, List<SessionStatistics> rows, List<Instant> unknown) {

    private static final long QUARTER_HOUR_SECONDS = 15 * 60;

    Told(Question question, ClosedBuckets.Told told) {
        this(question, told.rows(), told.unknown());
    }

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        question.write(out);
        write(out, rows.size());
        for (SessionStatistics row : rows) {
            write(out, quarters(row.start()));
            write(out, row.sessions());
            write(out, row.totalDuration().toSeconds());
            write(out, Math.round(row.notBadRatio() * 100));
            write(out, row.activeFieldDevices());
            write(out, row.activeRemoteDevices());
        }
        write(out, unknown.size());
        for (Instant start : unknown) {
            write(out, quarters(start));
        }
        return bytes.toByteArray();
    }

    static Told read(DataInput in) throws IOException {
        Question question = Question.read(in);
        List<SessionStatistics> rows = new ArrayList<>();
        for (long left = readLong(in); left > 0; left--) {
            Instant start = question.from().plusSeconds(readLong(in) * QUARTER_HOUR_SECONDS);
            long sessions = readLong(in);
            Duration duration = Duration.ofSeconds(readLong(in));
            double ratio = readLong(in) / 100.0;
            rows.add(new SessionStatistics(start, start, sessions, duration, ratio, readLong(in), readLong(in)));
        }
        List<Instant> unknown = new ArrayList<>();
        for (long left = readLong(in); left > 0; left--) {
            unknown.add(question.from().plusSeconds(readLong(in) * QUARTER_HOUR_SECONDS));
        }
        return new Told(question, rows, unknown);
    }

    /** Borders of hours sit on quarters of an hour in every zone of our time. */
    private long quarters(Instant start) {
        return Duration.between(question.from(), start).toSeconds() / QUARTER_HOUR_SECONDS;
    }

    private static void write(DataOutput out, long value) throws IOException {
        long rest = value;
        while (rest >= 0x80) {
            out.writeByte((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long readLong(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int piece = in.readUnsignedByte();
            value |= (long) (piece & 0x7f) << shift;
            if (piece < 0x80) {
                return value;
            }
        }
    }
}
