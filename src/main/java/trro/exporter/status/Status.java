package trro.exporter.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import trro.exporter.config.ExporterConfig;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.PollTarget;
import trro.exporter.snapshot.CallRecord;
import trro.exporter.snapshot.Snapshot;

/**
 * All that the status page is made from.
 *
 * @param version the version of this program
 * @param startedAt when this process began to serve
 * @param links addresses at which a question goes on
 * @param config the configuration in force
 * @param promise how old a target's latest answer is to become at most
 * @param inventories what is known of each account's fleet
 * @param refusedReload why the configuration in force is not the one that was read last, if so
 * @param doesNotLead why another replica is the one to look at, if so
 * @param snapshot what is known of the fleet
 * @param budgets one for each account and action
 * @param calls the latest calls, the newest first
 */
public record Status(
        String version,
        Instant startedAt,
        StatusLinks links,
        ExporterConfig config,
        Function<PollTarget, Duration> promise,
        List<AccountInventory> inventories,
        Optional<RefusedReload> refusedReload,
        Optional<String> doesNotLead,
        Snapshot snapshot,
        List<Budget> budgets,
        List<CallRecord> calls) {

    /**
     * A configuration that could not be put in force.
     *
     * @param reason every problem that it has, in lines
     */
    public record RefusedReload(Instant at, String reason) {}

    public Status {
        inventories = List.copyOf(inventories);
        budgets = List.copyOf(budgets);
        calls = List.copyOf(calls);
    }

    /**
     * Whether an answer is older than promised by more than a tenth, which waiting for the turn and the call may take.
     */
    boolean isLate(PollTarget target, Duration age) {
        Duration promised = promise.apply(target);
        return age.compareTo(promised.plus(promised.dividedBy(10))) > 0;
    }
}
