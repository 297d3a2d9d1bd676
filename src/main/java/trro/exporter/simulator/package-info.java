/**
 * A TRRO that checks signatures, limits like the real one and answers for a seeded fleet: a product of its own, used by
 * the demo and by tests.
 *
 * <p>May use: model, time, api, and its own fleet. Start at {@link trro.exporter.simulator.Simulator} for the protocol
 * and at {@link trro.exporter.simulator.fleet.DeviceSessions} for where the figures come from.
 */
@NullMarked
package trro.exporter.simulator;

import org.jspecify.annotations.NullMarked;
