/**
 * The past: asks for closed hours, days and months, and writes them as the samples that scrapes would have given.
 *
 * <p>Answers go into a journal first, one record each, so that a killed run goes on where it was; files are written
 * from it afterwards. Start at {@code Backfill}.
 */
@NullMarked
package trro.exporter.backfill;

import org.jspecify.annotations.NullMarked;
