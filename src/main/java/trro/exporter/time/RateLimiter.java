package trro.exporter.time;

/** Placeholder. */
public final class RateLimiter {}
