package trro.exporter.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import trro.exporter.api.Fields.ImpossibleException;
import trro.exporter.model.LicenseCounts;

/** GetLicenseStat in TRRO's words. These are figures, so one that cannot be right spoils the answer. */
final class LicenseStatJson {

    private LicenseStatJson() {}

    static byte[] request() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }

    static LicenseCounts answer(byte[] body) throws ApiException {
        JsonNode response = Envelope.response(body);
        Optional<String> requestId = Envelope.requestId(response);
        try {
            return new LicenseCounts(
                    count(response, "Valid"),
                    count(response, "Bound"),
                    count(response, "UnBound"),
                    count(response, "Expire"),
                    Fields.optionalInteger(response, "MonthlyExpire", Long.MAX_VALUE));
        } catch (ImpossibleException e) {
            throw e.malformed(requestId);
        }
    }

    private static long count(JsonNode response, String name) throws ImpossibleException {
        return Fields.integer(response, "Response", name, Long.MAX_VALUE);
    }
}
