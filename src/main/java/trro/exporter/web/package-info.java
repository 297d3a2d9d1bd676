/**
 * The HTTP server. Start at {@code WebServer}. Javalin has its home here and in the simulator.
 *
 * <p>May use: model, time, config, snapshot.
 */
@NullMarked
package trro.exporter.web;

import org.jspecify.annotations.NullMarked;
