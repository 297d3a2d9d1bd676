/**
 * A TRRO that checks signatures, limits like the real one and answers for a seeded fleet: a product of its own, used by
 * the demo and by tests.
 *
 * <p>May use: model, time, api. Start at {@code Simulator}.
 */
@NullMarked
package trro.exporter.simulator;

import org.jspecify.annotations.NullMarked;
