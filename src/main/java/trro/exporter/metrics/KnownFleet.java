package trro.exporter.metrics;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import trro.exporter.api.ListRead;
import trro.exporter.model.AccountInventory;

/**
 * What TRRO's lists told about an account, as far as it is polled through this account.
 *
 * @param reads when each list was last read
 * @param activeDevices how many devices of a project have sessions; empty while nobody knows
 */
public record KnownFleet(
        String account,
        AccountInventory inventory,
        List<ListRead> reads,
        Function<String, OptionalInt> activeDevices) {}
