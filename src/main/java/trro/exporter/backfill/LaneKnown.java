package trro.exporter.backfill;

/** A lane with what is known of its answers. */
record LaneKnown(Lane lane, Knowledge knowledge) {}
