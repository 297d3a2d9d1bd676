package trro.exporter.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import trro.exporter.api.ListRead;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.StatisticInterval;

/**
 * What TRRO's lists told about an account, as far as it is polled through this account.
 *
 * @param reads when each list was last read
 * @param activeDevices how many devices of a project have sessions; empty while nobody knows
 * @param idleAges how old figures of devices without sessions may get; empty where they are asked for as often as others
 */
public record KnownFleet(
        String account,
        AccountInventory inventory,
        List<ListRead> reads,
        Function<String, OptionalInt> activeDevices,
        Map<StatisticInterval, Duration> idleAges) {

    public KnownFleet {
        reads = List.copyOf(reads);
        idleAges = Map.copyOf(idleAges);
    }
}
