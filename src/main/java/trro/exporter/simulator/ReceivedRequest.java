package trro.exporter.simulator;

import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param headers by lower-case name
 * @param body never written to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReceivedRequest(String method, Map<String, String> headers, byte[] body) {

    /** TRRO takes no more than 10 MB. */
    static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    ReceivedRequest {
        headers = Map.copyOf(headers);
    }

    /** The value of a header, or empty if it is missing or blank. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String requiredHeader(String name, String parameter) throws Refusal {
        return header(name)
                .orElseThrow(() -> new Refusal(
                        ErrorCode.MISSING_PARAMETER,
                        "The request is missing a required parameter `" + parameter + "`."));
    }
}
