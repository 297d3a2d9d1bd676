package trro.exporter.simulator;

import tools.jackson.databind.JsonNode;

/** Types of request parameters, as strict as the gateway is: a quoted number is not a number. */
enum ParameterType {
    STRING {
        @Override
        boolean accepts(JsonNode value) {
            return value.isString();
        }
    },
    INTEGER {
        @Override
        boolean accepts(JsonNode value) {
            return value.isIntegralNumber();
        }
    },
    UNSIGNED {
        @Override
        boolean accepts(JsonNode value) {
            return value.isIntegralNumber() && value.bigIntegerValue().signum() >= 0;
        }
    };

    abstract boolean accepts(JsonNode value);
}
