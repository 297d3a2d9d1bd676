/**
 * The HTTP server. Start at {@link trro.exporter.web.WebServer}. Javalin has its home here and in the simulator.
 *
 * <p>May use: model, time, yaml, config, status, webconfig. Its needs of others are declared as
 * {@link trro.exporter.web.WebServer.Parts}.
 */
@NullMarked
package trro.exporter.web;

import org.jspecify.annotations.NullMarked;
