package trro.exporter.backfill;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.ClosedBuckets;

/**
 * The buckets of one interval that are asked for through one account, and how many of them at once.
 *
 * @param subjects the numbers of the account's subjects
 * @param rules TRRO's calendar, as far as rows have shown it
 * @param from the start of the first bucket that is wanted
 * @param to the end of the last one
 * @param bucketsPerCall 2 or more
 * @param gaps the buckets that are wanted; empty for all
 * @param knowledge of how far its answers can be trusted
 */
record Lane(
        String account,
        StatisticInterval interval,
        List<Integer> subjects,
        ClosedBuckets rules,
        Instant from,
        Instant to,
        int bucketsPerCall,
        Optional<Gaps> gaps,
        Knowledge knowledge) {

    /** The same, with nothing wanted but these. */
    Lane with(Optional<Gaps> wanted) {
        return new Lane(account, interval, subjects, rules, from, to, bucketsPerCall, wanted, knowledge);
    }

    /** The same when more is known. */
    Lane with(Knowledge more) {
        return new Lane(account, interval, subjects, rules, from, to, bucketsPerCall, gaps, more);
    }

    /** The ranges of wanted buckets of a subject. */
    List<Gaps.Gap> wanted(int subject) {
        return gaps.isPresent() ? gaps.get().of(subject) : List.of(new Gaps.Gap(from, to, Instant.EPOCH));
    }

    /** The moment after which samples may show the bucket that starts then; empty if it is not wanted. */
    Optional<Instant> shownAfter(int subject, Instant start) {
        return gaps.isPresent() ? gaps.get().at(subject, start).map(Gaps.Gap::after) : Optional.of(Instant.EPOCH);
    }

    /** Answers of this size have 30 to 70 KB. */
    static int mostPerCall(StatisticInterval interval) {
        return switch (interval) {
            case HOUR -> 14 * 24;
            case DAY -> 92;
            case MONTH -> 12;
        };
    }

    /** The name by which the journal knows the lane. */
    String name() {
        return account + "/" + interval.label();
    }

    ZoneId zone() {
        return rules.calendar().zone(interval);
    }

    /** The end of the bucket that starts at a moment. */
    Instant next(Instant start) {
        return interval.next(start, zone());
    }

    /** The starts of all buckets. */
    List<Instant> starts() {
        return starts(from, to).toList();
    }

    private Stream<Instant> starts(Instant first, Instant end) {
        return Stream.iterate(first, start -> start.isBefore(end), this::next);
    }

    /** All buckets of a subject. */
    Question whole(int subject) {
        return new Question(subject, interval, from, to);
    }

    /** The questions that cover all wanted buckets. */
    Stream<Question> questions() {
        return subjects.stream().flatMap(subject -> questions(subject).stream());
    }

    /** The questions that cover all wanted buckets of a subject, the oldest first. */
    List<Question> questions(int subject) {
        return wanted(subject).stream()
                .flatMap(gap -> cut(subject, gap.from(), gap.to(), bucketsPerCall).stream())
                .toList();
    }

    /** Cuts a range into questions of at most so many buckets. */
    private List<Question> cut(int subject, Instant start, Instant end, int most) {
        List<Question> questions = new ArrayList<>();
        for (Instant at = start; at.isBefore(end); ) {
            Instant next = at;
            for (int count = 0; count < most && next.isBefore(end); count++) {
                next = next(next);
            }
            questions.add(new Question(subject, interval, at, next));
            at = next;
        }
        return questions;
    }

    /** Both halves of a question; itself if it has one bucket. */
    List<Question> halves(Question question) {
        return cut(question.subject(), question.from(), question.to(), (buckets(question) + 1) / 2);
    }

    int buckets(Question question) {
        return (int) starts(question.from(), question.to()).count();
    }

    /** The start of the bucket that lies so many before the one that starts at a moment. */
    Instant before(Instant start, int buckets) {
        Instant at = start;
        for (int left = buckets; left > 0; left--) {
            at = interval.previous(at, zone());
        }
        return at;
    }
}
