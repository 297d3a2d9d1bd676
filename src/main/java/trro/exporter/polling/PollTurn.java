package trro.exporter.polling;

import java.util.OptionalLong;

/**
 * When a target was asked, and is to be asked again: what a queue has to know so that nobody loses a turn. Times are
 * nanoseconds of a steady clock.
 *
 * @param askedNanos when it was last asked
 * @param untilNextNanos how long after that it is due where the budget allows it, 0 or more
 * @param closingNanos when a bucket in which it had sessions is settled, if its last figures were not asked for yet
 */
public record PollTurn(long askedNanos, long untilNextNanos, OptionalLong closingNanos) {}
