/**
 * The HTTP server. Start at {@link trro.exporter.web.WebServer}. Javalin has its home here and in the simulator.
 *
 * <p>May use: model, time, config, snapshot. What it needs of others it declares as {@link
 * trro.exporter.web.Exposition}, {@link trro.exporter.web.Probe}, {@link trro.exporter.web.Status} and {@link
 * trro.exporter.web.Budget}. {@link
 * trro.exporter.web.StatusPage}, {@link trro.exporter.web.Readiness} and {@link trro.exporter.web.AcceptEncoding} are
 * pure.
 */
@NullMarked
package trro.exporter.web;

import org.jspecify.annotations.NullMarked;
