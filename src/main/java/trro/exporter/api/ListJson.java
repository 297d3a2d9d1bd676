package trro.exporter.api;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A list in TRRO's words. */
interface ListJson<T> {

    /** The content of the request for a page of the project's list, or of the account's. */
    ObjectNode request(Optional<String> projectId, PageQuery page);

    /**
     * Reads an answer.
     *
     * @throws ApiException TRRO's error, or MALFORMED if there is no list
     */
    Page<T> answer(byte[] body) throws ApiException;
}
