package trro.exporter.discovery;

import java.util.List;
import trro.exporter.time.Moment;

/**
 * A list of which every page was read, or one so far.
 *
 * @param rows as they came, possibly repeated
 * @param unread the number of rows beyond the most that are read, as far as TRRO tells
 * @param pages the number of pages that it took; {@link #SO_FAR} while there are more
 * @param unreadable the number of rows that came and could not be read
 * @param askedAt the moment at which the first page was asked for
 */
record ListSnapshot<T>(List<T> rows, long unread, int pages, int unreadable, Moment askedAt) {

    static final int SO_FAR = 0;

    ListSnapshot {
        rows = List.copyOf(rows);
    }
}
