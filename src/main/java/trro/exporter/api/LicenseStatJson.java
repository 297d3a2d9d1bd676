package trro.exporter.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.api.Fields.ImpossibleException;
import trro.exporter.model.LicenseCounts;

/**
 * GetLicenseStat in TRRO's words, as a list of one row. These are figures, so one that cannot be right spoils the
 * answer.
 */
final class LicenseStatJson implements ListJson<LicenseCounts> {

    static final ListJson<LicenseCounts> LIST = new LicenseStatJson();

    private LicenseStatJson() {}

    @Override
    public ObjectNode request(Optional<String> projectId, PageQuery page) {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public Page<LicenseCounts> answer(byte[] body) throws ApiException {
        JsonNode response = Envelope.response(body);
        Optional<String> requestId = Envelope.requestId(response);
        try {
            LicenseCounts counts = new LicenseCounts(
                    count(response, "Valid"),
                    count(response, "Bound"),
                    count(response, "UnBound"),
                    count(response, "Expire"),
                    Fields.optionalInteger(response, "MonthlyExpire", Long.MAX_VALUE));
            return new Page<>(requestId.orElse(""), List.of(counts), OptionalLong.of(1), 0);
        } catch (ImpossibleException e) {
            throw e.malformed(requestId);
        }
    }

    private static long count(JsonNode response, String name) throws ImpossibleException {
        return Fields.integer(response, "Response", name, Long.MAX_VALUE);
    }
}
