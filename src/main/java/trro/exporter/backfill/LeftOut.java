package trro.exporter.backfill;

import java.time.Instant;
import trro.exporter.model.StatisticInterval;

/**
 * Buckets that are not in the files, since neither their figures nor that they had no sessions is known.
 *
 * @param subjects how many subjects lack them
 * @param example one of them
 * @param from the start of the first one
 * @param to the end of the last one
 */
public record LeftOut(StatisticInterval interval, int subjects, Subject example, Instant from, Instant to) {}
