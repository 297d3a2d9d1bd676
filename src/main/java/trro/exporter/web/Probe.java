package trro.exporter.web;

import java.util.Optional;

/** A question that a load balancer asks often, so the answer must be at hand. Thread-safe. */
@FunctionalInterface
public interface Probe {

    /** What is wrong, or still waited for, in one line; empty if all is well. */
    Optional<String> trouble();
}
