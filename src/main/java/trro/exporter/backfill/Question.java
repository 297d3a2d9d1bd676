package trro.exporter.backfill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import trro.exporter.model.StatisticInterval;

/**
 * A range of whole buckets of a subject, asked for by one call.
 *
 * @param subject its number in the request
 * @param from the start of the first bucket
 * @param to the end of the last one
 */
record Question(int subject, StatisticInterval interval, Instant from, Instant to) {

    private static final List<StatisticInterval> INTERVALS = List.of(StatisticInterval.values());

    /** Its number among the series of buckets: each subject has one for each interval. */
    int series() {
        return subject * INTERVALS.size() + INTERVALS.indexOf(interval);
    }

    long seconds() {
        return to.getEpochSecond() - from.getEpochSecond();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(subject);
        out.writeUTF(interval.name());
        out.writeLong(from.getEpochSecond());
        out.writeLong(to.getEpochSecond());
    }

    static Question read(DataInput in) throws IOException {
        int subject = in.readInt();
        StatisticInterval interval = StatisticInterval.valueOf(in.readUTF());
        return new Question(
                subject, interval, Instant.ofEpochSecond(in.readLong()), Instant.ofEpochSecond(in.readLong()));
    }
}
