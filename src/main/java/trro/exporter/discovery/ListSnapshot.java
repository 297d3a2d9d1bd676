package trro.exporter.discovery;

import java.util.List;
import trro.exporter.time.Moment;

/**
 * A list of which every page was read.
 *
 * @param rows as they came, possibly repeated
 * @param unread how many rows more there are beyond the most that are read, as far as TRRO tells
 * @param pages how many pages it took
 * @param unreadable how many rows came that could not be read
 * @param askedAt when the first page was asked for
 */
record ListSnapshot<T>(List<T> rows, long unread, int pages, int unreadable, Moment askedAt) {

    ListSnapshot {
        rows = List.copyOf(rows);
    }
}
