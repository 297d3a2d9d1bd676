package trro.exporter.simulator;

import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.simulator.fleet.Licenses;

/** GetLicenseStat, which is about the whole account. */
record LicenseStatAction(Licenses licenses) implements Action {

    static final String NAME = "GetLicenseStat";

    @Override
    public Map<String, Parameters.Type> parameters() {
        return Map.of();
    }

    @Override
    public void answer(Parameters parameters, Instant now, ObjectNode response) {
        Licenses.Bound bound = licenses.bound(now);
        response.put("Valid", bound.valid() + Licenses.UNBOUND);
        response.put("Bound", bound.valid());
        response.put("UnBound", Licenses.UNBOUND);
        response.put("Expire", bound.expired());
        response.put("MonthlyExpire", 0);
    }
}
