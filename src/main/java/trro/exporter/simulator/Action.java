package trro.exporter.simulator;

import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** One action of TRRO's API. */
interface Action {

    /** Every parameter that it knows. */
    Map<String, Parameters.Type> parameters();

    /** Puts its own fields of the answer into {@code response}. */
    void answer(Parameters parameters, Instant now, ObjectNode response) throws Refusal;
}
