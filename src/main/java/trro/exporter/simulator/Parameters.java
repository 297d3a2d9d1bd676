package trro.exporter.simulator;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request body whose names and types were checked.
 *
 * @see <a href="https://cloud.tencent.com/document/api/664/78558">Parameter types</a>
 */
final class Parameters {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final ObjectNode values;

    private Parameters(ObjectNode values) {
        this.values = values;
    }

    static ObjectNode parse(byte[] body) throws Refusal {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode values) {
                return values;
            }
        } catch (JacksonException e) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER, "The request body is not valid JSON.");
        }
        throw new Refusal(ErrorCode.INVALID_PARAMETER, "The request body is not a JSON object.");
    }

    /** Checks {@code values} against the parameters that an action knows. */
    static Parameters check(ObjectNode values, Map<String, Type> known) throws Refusal {
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            String name = entry.getKey();
            Type type = known.get(name);
            if (type == null) {
                throw new Refusal(ErrorCode.UNKNOWN_PARAMETER, "The parameter `" + name + "` is not recognized.");
            }
            if (!type.accepts(entry.getValue())) {
                throw wrongType(name, type);
            }
        }
        return new Parameters(values);
    }

    Optional<String> text(String name) {
        return values.optional(name).map(JsonNode::stringValue);
    }

    String requiredText(String name) throws Refusal {
        return text(name).orElseThrow(() -> missing(name));
    }

    /** A whole number; beyond 64 bits signed it is the largest of those. */
    Optional<Long> number(String name) {
        return values.optional(name)
                .map(value -> value.bigIntegerValue().min(LONG_MAX).longValue());
    }

    long requiredNumber(String name) throws Refusal {
        return number(name).orElseThrow(() -> missing(name));
    }

    private static Refusal missing(String name) {
        return new Refusal(ErrorCode.MISSING_PARAMETER, "The request is missing a required parameter `" + name + "`.");
    }

    private static Refusal wrongType(String name, Type type) {
        String what = "value type of parameter `" + name + "` is not valid";
        String hint = switch (type) {
            case STRING -> ", input type should be `string`";
            case INTEGER, UNSIGNED -> "";
        };
        return new Refusal(ErrorCode.INVALID_PARAMETER, what + hint);
    }

    /** Types of request parameters, as strict as the gateway is: a quoted number is not a number. */
    enum Type {
        STRING,
        INTEGER,
        UNSIGNED;

        boolean accepts(JsonNode value) {
            return switch (this) {
                case STRING -> value.isString();
                case INTEGER -> value.isIntegralNumber();
                case UNSIGNED ->
                    value.isIntegralNumber() && value.bigIntegerValue().signum() >= 0;
            };
        }
    }
}
