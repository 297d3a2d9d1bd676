package trro.exporter.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.api.Fields.ImpossibleException;

/**
 * A list that comes in pages.
 *
 * <p>Lists say who exists, not figures: a row that cannot be read is left out and counted, the others stand.
 *
 * @param rows the field that has the rows
 * @param row reads one of them
 * @param more adds to a request whatever the action wants beside the page and the project
 */
record PagedListJson<T>(Paging paging, String rows, Row<T> row, UnaryOperator<ObjectNode> more)
        implements ListAction.Json<T> {

    PagedListJson(Paging paging, String rows, Row<T> row) {
        this(paging, rows, row, UnaryOperator.identity());
    }

    /** The words in which an action speaks of pages. */
    enum Paging {
        /** As actions do whose names begin with Describe. */
        DESCRIBE("PageNumber", "Total"),
        /** As actions do whose names begin with Get. */
        GET("PageNum", "TotalCount");

        private final String number;
        private final String total;

        Paging(String number, String total) {
            this.number = number;
            this.total = total;
        }
    }

    /** Reads a row; empty if it says nothing that can be used. */
    interface Row<T> {
        Optional<T> read(JsonNode row);
    }

    @Override
    public ObjectNode request(Optional<String> projectId, PageQuery page) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(paging.number, page.number());
        body.put("PageSize", page.size());
        projectId.ifPresent(id -> body.put("ProjectId", id));
        return more.apply(body);
    }

    @Override
    public Page<T> answer(byte[] body) throws ApiException {
        JsonNode response = Envelope.response(body);
        Optional<String> requestId = Envelope.requestId(response);
        OptionalLong total = Fields.optionalInteger(response, paging.total, Long.MAX_VALUE);
        List<T> read = new ArrayList<>();
        int unreadable = 0;
        try {
            for (JsonNode node : array(response, total).values()) {
                Optional<T> value = row.read(node);
                value.ifPresent(read::add);
                unreadable += value.isEmpty() ? 1 : 0;
            }
        } catch (ImpossibleException e) {
            throw e.malformed(requestId);
        }
        return new Page<>(requestId.orElse(""), read, total, unreadable);
    }

    /** Some servers leave an empty list out or write null for it, which is believed only if the total agrees. */
    private JsonNode array(JsonNode response, OptionalLong total) throws ImpossibleException {
        JsonNode array = response.path(rows);
        Optional<String> absent = Fields.absent(array);
        if (absent.isPresent() && total.isPresent() && total.getAsLong() == 0) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!array.isArray()) {
            throw new ImpossibleException("Response." + rows, absent.orElse("is not an array"));
        }
        return array;
    }
}
