/**
 * Arithmetic on a configuration: what it costs and how old figures get. Nothing that runs uses it. Start at {@code AccountPlan}.
 */
@NullMarked
package trro.exporter.plan;

import org.jspecify.annotations.NullMarked;
