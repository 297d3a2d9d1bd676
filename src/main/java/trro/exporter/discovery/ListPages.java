package trro.exporter.discovery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.ErrorCodes;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.time.Moment;

/**
 * The pages of one reading of a list, and whether there is another one.
 *
 * <p>A list ends with a page that has room left, unless the total promises more: a server may allow less than the asked
 * size. A full page is never taken for the last one, whatever the total says. A page without anything new ends it, too,
 * since a server that repeats itself would be asked for ever; what its total promises beyond is counted as not read.
 * For one thread.
 */
final class ListPages<T> {

    /** Rows beyond are dropped and counted. */
    static final int MOST_ROWS = 50_000;

    private static final int MOST_PAGES = 5_000;

    private final int size;
    private final Function<? super T, ?> identity;
    private final Moment askedAt;
    private final List<T> rows = new ArrayList<>();
    private final Set<Object> seen = new HashSet<>();
    private int pages;
    private long received;
    private long unread;
    private int unreadable;

    /**
     * @param size the most rows that are asked for on a page
     * @param identity tells rows apart
     */
    ListPages(int size, Function<? super T, ?> identity, Moment askedAt) {
        this.size = size;
        this.identity = identity;
        this.askedAt = askedAt;
    }

    /** The page to ask for. */
    PageQuery next() {
        return new PageQuery(pages + 1, size);
    }

    /** Adds the page that was asked for; returns whether it was the last one. */
    boolean add(Page<T> page) {
        boolean anythingNew = page.rows().isEmpty() && page.unreadable() > 0; // who knows
        for (T row : page.rows()) {
            anythingNew |= seen.add(identity.apply(row));
            rows.add(row);
        }
        pages++;
        unreadable += page.unreadable();
        long onPage = page.rows().size() + (long) page.unreadable();
        received += onPage;
        boolean full = onPage >= size;
        boolean promised = page.total().orElse(0) > received;
        boolean more = anythingNew && (full || promised);
        if (more && (received >= MOST_ROWS || pages >= MOST_PAGES)) {
            unread = Math.max(1, page.total().orElse(0) - received);
            return true;
        }
        if (onPage > 0 && !anythingNew && promised) {
            unread = page.total().orElse(0) - seen.size();
        }
        return !more;
    }

    /** The rows until now. */
    ListSnapshot<T> soFar() {
        return new ListSnapshot<>(rows, 0, ListSnapshot.SO_FAR, unreadable, askedAt);
    }

    /**
     * The list as these pages have it.
     *
     * @throws ApiException if rows came, and none of them could be read
     */
    ListSnapshot<T> snapshot() throws ApiException {
        if (rows.isEmpty() && unreadable > 0) {
            throw new ApiException(
                    Kind.MALFORMED,
                    ErrorCodes.MALFORMED,
                    "none of its " + unreadable + " rows could be read, as if they had no id",
                    Optional.empty());
        }
        return new ListSnapshot<>(rows, unread, pages, unreadable, askedAt);
    }
}
