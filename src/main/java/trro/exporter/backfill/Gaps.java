package trro.exporter.backfill;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The buckets of a lane that are lacking somewhere, such as in a running Prometheus. */
final class Gaps {

    /** In the place of a subject: the borders of the buckets themselves. */
    static final int CALENDAR = -1;

    /**
     * Buckets side by side.
     *
     * @param from the start of the first one
     * @param to the end of the last one
     * @param after samples that show the first bucket are there until then; 1970 if there are none
     */
    record Gap(Instant from, Instant to, Instant after) {}

    private final Map<Integer, NavigableMap<Instant, Gap>> bySubject = new TreeMap<>(); // by their starts

    /** Adds a bucket, which is later than all others of the subject. */
    void add(int subject, Gap bucket) {
        NavigableMap<Instant, Gap> own = bySubject.computeIfAbsent(subject, any -> new TreeMap<>());
        Map.Entry<Instant, Gap> last = own.lastEntry();
        boolean goesOn = last != null
                && last.getValue().to().equals(bucket.from())
                && bucket.after().equals(Instant.EPOCH);
        Gap gap = goesOn ? new Gap(last.getKey(), bucket.to(), last.getValue().after()) : bucket;
        own.put(gap.from(), gap);
    }

    List<Gap> of(int subject) {
        return List.copyOf(own(subject).values());
    }

    /** The gap that the bucket which starts then is in. */
    Optional<Gap> at(int subject, Instant start) {
        return Optional.ofNullable(own(subject).floorEntry(start))
                .map(Map.Entry::getValue)
                .filter(gap -> start.isBefore(gap.to()));
    }

    private NavigableMap<Instant, Gap> own(int subject) {
        return bySubject.getOrDefault(subject, Collections.emptyNavigableMap());
    }

    void write(DataOutput out) throws IOException {
        for (Map.Entry<Integer, NavigableMap<Instant, Gap>> subject : bySubject.entrySet()) {
            for (Gap gap : subject.getValue().values()) {
                out.writeInt(subject.getKey());
                out.writeLong(gap.from().getEpochSecond());
                out.writeLong(gap.to().getEpochSecond());
                out.writeLong(gap.after().toEpochMilli());
            }
        }
    }

    /** Reads what was written, to the end of the record. */
    static Gaps read(DataInputStream in) throws IOException {
        Gaps gaps = new Gaps();
        while (in.available() > 0) {
            int subject = in.readInt();
            Instant from = Instant.ofEpochSecond(in.readLong());
            Instant to = Instant.ofEpochSecond(in.readLong());
            gaps.add(subject, new Gap(from, to, Instant.ofEpochMilli(in.readLong())));
        }
        return gaps;
    }
}
