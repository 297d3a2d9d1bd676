/**
 * The status page's content, as values and as HTML. Pure: it knows neither Javalin nor Jetty. Start at {@link
 * trro.exporter.status.StatusPage}.
 */
@NullMarked
package trro.exporter.status;

import org.jspecify.annotations.NullMarked;
