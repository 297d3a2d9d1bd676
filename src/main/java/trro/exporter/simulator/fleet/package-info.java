/**
 * The lives of simulated vehicles, from which all of the simulator's figures come. Start at {@link
 * trro.exporter.simulator.fleet.Fleet}.
 */
@NullMarked
package trro.exporter.simulator.fleet;

import org.jspecify.annotations.NullMarked;
