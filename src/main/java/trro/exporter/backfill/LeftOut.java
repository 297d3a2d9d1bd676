package trro.exporter.backfill;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trro.exporter.model.StatisticInterval;

/**
 * Buckets that are not in the files, since neither their figures nor that they had no sessions is known.
 *
 * @param subjects how many subjects lack them
 * @param example one of them
 * @param from the start of the first one
 * @param to the end of the last one
 */
public record LeftOut(StatisticInterval interval, int subjects, Subject example, Instant from, Instant to) {

    private record Span(StatisticInterval interval, Gaps.Gap gap) {}

    /** All of them, those of several subjects together where they lack the same. */
    static List<LeftOut> of(HistoryRequest request, List<Lane> lanes, Answers answers) throws IOException {
        Map<Span, LeftOut> all = new LinkedHashMap<>();
        for (Lane lane : lanes) {
            StatisticInterval interval = lane.interval();
            for (int subject : lane.subjects()) {
                Subject example = request.subjects().get(subject);
                for (Gaps.Gap gap : unknown(lane, subject, answers)) {
                    all.merge(
                            new Span(interval, gap),
                            new LeftOut(interval, 1, example, gap.from(), gap.to()),
                            (first, more) -> new LeftOut(
                                    interval, first.subjects() + 1, first.example(), first.from(), first.to()));
                }
            }
        }
        return List.copyOf(all.values());
    }

    private static List<Gaps.Gap> unknown(Lane lane, int subject, Answers answers) throws IOException {
        Timeline timeline = new Timeline(answers.about(lane.whole(subject)), lane.knowledge());
        Gaps unknown = new Gaps();
        for (Instant start : lane.starts()) {
            if (timeline.at(start).isEmpty() && lane.shownAfter(subject, start).isPresent()) {
                unknown.add(subject, new Gaps.Gap(start, lane.next(start), Instant.EPOCH));
            }
        }
        return unknown.of(subject);
    }
}
