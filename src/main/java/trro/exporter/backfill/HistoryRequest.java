package trro.exporter.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.StatisticsCalendar;

/**
 * The past that is wanted.
 *
 * @param from the time of the first sample
 * @param to samples are before it; every bucket that they show has settled by now
 * @param calendar the configured one
 * @param intervals each once
 * @param subjects each once; those of an account that are projects come first
 * @param asked the request in the operator's words, by which a journal is known to be of the same one
 */
public record HistoryRequest(
        Instant from,
        Instant to,
        StatisticsCalendar calendar,
        List<StatisticInterval> intervals,
        List<Subject> subjects,
        String asked) {

    public HistoryRequest {
        intervals = List.copyOf(intervals);
        subjects = List.copyOf(subjects);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(from.getEpochSecond());
        out.writeLong(to.getEpochSecond());
        out.writeUTF(calendar.zone().getId());
        out.writeLong(calendar.settleTime().toMillis());
        out.writeInt(intervals.size());
        for (StatisticInterval interval : intervals) {
            out.writeUTF(interval.name());
        }
        out.writeInt(subjects.size());
        for (Subject subject : subjects) {
            out.writeUTF(subject.account());
            out.writeUTF(subject.projectId());
            out.writeUTF(subject.deviceId().orElse(""));
        }
        byte[] words = asked.getBytes(UTF_8);
        out.writeInt(words.length);
        out.write(words);
    }

    static HistoryRequest read(DataInput in) throws IOException {
        Instant from = Instant.ofEpochSecond(in.readLong());
        Instant to = Instant.ofEpochSecond(in.readLong());
        StatisticsCalendar calendar = new StatisticsCalendar(ZoneId.of(in.readUTF()), Duration.ofMillis(in.readLong()));
        List<StatisticInterval> intervals = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            intervals.add(StatisticInterval.valueOf(in.readUTF()));
        }
        List<Subject> subjects = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String account = in.readUTF();
            String project = in.readUTF();
            subjects.add(new Subject(account, project, Optional.of(in.readUTF()).filter(id -> !id.isEmpty())));
        }
        byte[] words = new byte[in.readInt()];
        in.readFully(words);
        return new HistoryRequest(from, to, calendar, intervals, subjects, new String(words, UTF_8));
    }
}
