package trro.exporter.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import trro.exporter.api.ListAction;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.StatisticInterval;

/**
 * The fleet that TRRO's lists told of an account, or the configuration, as far as it is polled through this account.
 *
 * @param reads when each list was last read, of those that are
 * @param activeDevices counts a project's devices that have sessions; empty while nobody knows
 * @param idleAges the age that figures of devices without sessions may reach; empty while the budget is
 *     enough to ask for everything at its poll interval
 */
public record DiscoveredFleet(
        String account,
        AccountInventory inventory,
        List<ListAction.Read> reads,
        Function<String, OptionalInt> activeDevices,
        Map<StatisticInterval, Duration> idleAges) {

    public DiscoveredFleet {
        reads = List.copyOf(reads);
        idleAges = Map.copyOf(idleAges);
    }
}
