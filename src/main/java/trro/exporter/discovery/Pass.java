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
 * One reading of a list, page after page.
 *
 * <p>It ends with a page that has room left, unless the total promises more: a server may allow less than the asked size. A
 * full page is never taken for the last one, whatever the total says. A page without anything new ends it, too, since a
 * server that repeats itself would be asked for ever; what its total promises beyond is counted as not read. Used by one thread at a time.
 */
final class Pass<T> {

    /** What is beyond is dropped and counted. */
    static final int MOST_ROWS = 50_000;

    private static final int MOST_PAGES = 5_000;

    private final int size;
    private final Function<? super T, ?> identity;
    private final Moment askedAt;
    private final List<T> rows = new ArrayList<>();
    private final Set<Object> known = new HashSet<>();
    private int pages;
    private long received;
    private long unread;
    private int unreadable;

    /** @param identity tells rows apart */
    Pass(int size, Function<? super T, ?> identity, Moment askedAt) {
        this.size = size;
        this.identity = identity;
        this.askedAt = askedAt;
    }

    int size() {
        return size;
    }

    long startedNanos() {
        return askedAt.nanos();
    }

    /** The page to ask for. */
    PageQuery next() {
        return new PageQuery(pages + 1, size);
    }

    /** Adds the page that was asked for; returns whether it was the last one. */
    boolean add(Page<T> page) {
        boolean anythingNew = page.rows().isEmpty() && page.unreadable() > 0; // who knows
        for (T row : page.rows()) {
            anythingNew |= known.add(identity.apply(row));
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
            unread = page.total().orElse(0) - known.size();
        }
        return !more;
    }

    /**
     * What was read.
     *
     * @throws ApiException if rows came, and none of them could be read
     */
    ListSnapshot<T> list() throws ApiException {
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
