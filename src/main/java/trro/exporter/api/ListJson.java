package trro.exporter.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.api.Fields.ImpossibleException;

/**
 * How a list spells its pages, which differs between actions: {@code PageNumber} and {@code Total} in Describe..., {@code
 * PageNum} and {@code TotalCount} in Get....
 *
 * <p>Lists say who exists, not figures: a row that cannot be read is left out and counted, the others stand.
 */
record ListJson(String pageNumber, String rows, String total) {

    /** Reads a row; empty if it says nothing that can be used. */
    interface Row<T> {
        Optional<T> read(JsonNode row);
    }

    /** The request body for a page, to which an action may add. */
    ObjectNode request(PageQuery page) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(pageNumber, page.number());
        body.put("PageSize", page.size());
        return body;
    }

    /** The request body for a page of a project's list. */
    ObjectNode request(String projectId, PageQuery page) {
        return request(page).put("ProjectId", projectId);
    }

    static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws ApiException TRRO's error, or MALFORMED if there is no list */
    <T> Page<T> page(byte[] body, Row<T> reader) throws ApiException {
        JsonNode response = Envelope.response(body);
        Optional<String> requestId = Envelope.requestId(response);
        OptionalLong all = Fields.optionalInteger(response, total, Long.MAX_VALUE);
        List<T> read = new ArrayList<>();
        int unreadable = 0;
        try {
            for (JsonNode row : array(response, all).values()) {
                Optional<T> value = reader.read(row);
                value.ifPresent(read::add);
                unreadable += value.isEmpty() ? 1 : 0;
            }
        } catch (ImpossibleException e) {
            throw e.malformed(requestId);
        }
        return new Page<>(requestId.orElse(""), read, all, unreadable);
    }

    /** Some servers leave an empty list out or write null for it, which is believed only if the total agrees. */
    private JsonNode array(JsonNode response, OptionalLong all) throws ImpossibleException {
        JsonNode array = response.path(rows);
        Optional<String> absent = Fields.absent(array);
        if (absent.isPresent() && all.isPresent() && all.getAsLong() == 0) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!array.isArray()) {
            throw new ImpossibleException("Response." + rows, absent.orElse("is not an array"));
        }
        return array;
    }
}
