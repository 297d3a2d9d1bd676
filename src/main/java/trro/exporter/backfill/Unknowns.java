package trro.exporter.backfill;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trro.exporter.model.StatisticInterval;

/** Finds the buckets of which nothing is known, those of several subjects together where they lack the same. */
final class Unknowns {

    private record Span(StatisticInterval interval, Instant from, Instant to) {}

    private final HistoryRequest request;
    private final Answers answers;

    Unknowns(HistoryRequest request, Answers answers) {
        this.request = request;
        this.answers = answers;
    }

    List<LeftOut> of(List<Lane.Known> lanes) throws IOException {
        Map<Span, LeftOut> all = new LinkedHashMap<>();
        for (Lane.Known known : lanes) {
            for (int subject : known.lane().subjects()) {
                Subject example = request.subjects().get(subject);
                for (Span span : spans(known, subject)) {
                    LeftOut one = new LeftOut(span.interval(), 1, example, span.from(), span.to());
                    all.merge(
                            span,
                            one,
                            (first, more) -> new LeftOut(
                                    first.interval(), first.subjects() + 1, first.example(), first.from(), first.to()));
                }
            }
        }
        return List.copyOf(all.values());
    }

    private List<Span> spans(Lane.Known known, int subject) throws IOException {
        Lane lane = known.lane();
        Timeline timeline = Timeline.of(answers, lane.whole(subject), known.knowledge());
        List<Span> spans = new ArrayList<>();
        Instant begin = lane.from();
        for (Instant at = lane.from(); at.isBefore(lane.to()); ) {
            Instant next = lane.interval().next(at, lane.zone());
            if (timeline.at(at).isPresent() || lane.shownAfter(subject, at).isEmpty()) {
                if (begin.isBefore(at)) {
                    spans.add(new Span(lane.interval(), begin, at));
                }
                begin = next;
            }
            at = next;
        }
        if (begin.isBefore(lane.to())) {
            spans.add(new Span(lane.interval(), begin, lane.to()));
        }
        return spans;
    }
}
