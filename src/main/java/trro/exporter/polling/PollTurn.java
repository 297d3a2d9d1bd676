package trro.exporter.polling;

import java.util.OptionalLong;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;

/**
 * When a target was asked, and is to be asked again: what a queue has to know so that nobody loses a turn. Times are
 * nanoseconds of a steady clock.
 *
 * @param askedNanos when it was last asked
 * @param untilNextNanos how long after that it is due where the budget allows it, 0 or more
 * @param closingNanos when a bucket in which it had sessions is settled, if its last figures were not asked for yet
 */
public record PollTurn(long askedNanos, long untilNextNanos, OptionalLong closingNanos) {

    public void write(StateWriter out) {
        out.past(askedNanos);
        out.number(untilNextNanos);
        out.number(closingNanos.isPresent() ? 1 : 0);
        closingNanos.ifPresent(out::due);
    }

    public static PollTurn read(StateReader in) {
        return new PollTurn(in.past(), in.number(), in.truth() ? OptionalLong.of(in.due()) : OptionalLong.empty());
    }
}
