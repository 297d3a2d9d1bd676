package trro.exporter.discovery;

import java.time.Instant;
import java.util.List;

/**
 * A list of which every page was read.
 *
 * @param rows as they came, possibly repeated
 * @param unread how many rows more there are beyond the most pages that are read, as far as TRRO tells
 * @param pages how many pages it took
 * @param unreadable how many rows came that could not be read
 * @param askedAt when the first page was asked for
 * @param askedNanos the same moment on the steady clock
 */
record WholeList<T>(List<T> rows, long unread, int pages, int unreadable, Instant askedAt, long askedNanos) {

    WholeList {
        rows = List.copyOf(rows);
    }
}
