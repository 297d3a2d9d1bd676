/**
 * The file of {@code --web.config.file}, in the format of the Prometheus exporter-toolkit: who may read the pages, and
 * over which TLS. Start at {@link trro.exporter.webconfig.WebConfigFile}.
 *
 * <p>May use: model, yaml. It knows neither HTTP nor Jetty; {@code web} does what it says.
 */
@NullMarked
package trro.exporter.webconfig;

import org.jspecify.annotations.NullMarked;
