/** What a scrape and an answer cost; not run with the tests, only compiled with them. See {@code docs/performance.md}. */
@NullMarked
package trro.exporter.bench;

import org.jspecify.annotations.NullMarked;
