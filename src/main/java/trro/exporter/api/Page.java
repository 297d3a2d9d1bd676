package trro.exporter.api;

import java.util.List;
import java.util.OptionalLong;

/**
 * A page of one of TRRO's lists.
 *
 * @param requestId TRRO's id of the call, for a support ticket
 * @param rows those that could be read, as they came: possibly repeated, on this page or over pages
 * @param total the number of rows of all pages together, as TRRO says; empty if it does not
 * @param unreadable the number of rows that came and are left out here, such as one without an id
 */
public record Page<T>(String requestId, List<T> rows, OptionalLong total, int unreadable) {

    public Page {
        rows = List.copyOf(rows);
    }
}
