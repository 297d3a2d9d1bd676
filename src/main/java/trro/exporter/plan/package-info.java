/**
 * Arithmetic on a configuration: its price and the age of its figures. Nothing that runs uses it. Start at {@code
 * PlanReport}.
 */
@NullMarked
package trro.exporter.plan;

import org.jspecify.annotations.NullMarked;
