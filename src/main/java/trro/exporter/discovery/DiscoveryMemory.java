package trro.exporter.discovery;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import trro.exporter.api.TrroAction;
import trro.exporter.model.AccountInventory;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;

/**
 * The knowledge of discovery about one account: what its lists said, and when each is read again. It outlives the
 * configuration, so that nothing is looked for anew that was found already. Thread-safe.
 */
public final class DiscoveryMemory {

    /** Hears nothing: lists are not read. */
    private static final DiscoveryListener NOBODY = new DiscoveryListener() {};

    private final Inventory inventory;
    private final Map<TrroAction, ListSchedule> schedules = new EnumMap<>(TrroAction.class);

    /** @param plan that is in force until a {@link Discovery} takes over */
    public DiscoveryMemory(DiscoveryPlan plan, DiscoveryPace pace) {
        this(new Inventory(plan, pace, NOBODY));
    }

    DiscoveryMemory(Inventory inventory) {
        this.inventory = inventory;
    }

    /** The sum of the lists by the plan in force. */
    public AccountInventory inventoryNow() {
        return inventory.current();
    }

    /** From now on this plan is in force, of which nothing has to be looked for: no list is read. */
    public void follow(DiscoveryPlan plan, long nowNanos) {
        inventory.follow(plan, NOBODY, () -> {});
        stop(nowNanos);
    }

    /** No list is read any more; what is being read is given up. */
    public void stop(long nowNanos) {
        retain(Set.of(), nowNanos);
    }

    /** The same lists, which are to be read at once: they are asked for elsewhere, or with another key. */
    public DiscoveryMemory rereading() {
        return new DiscoveryMemory(inventory);
    }

    /** Writes what the lists said, and when each is to be read again. */
    public void write(StateWriter out) {
        inventory.write(out);
        out.map(schedules(), out::constant, schedule -> schedule.write(out));
    }

    private synchronized Map<TrroAction, ListSchedule> schedules() {
        return new EnumMap<>(schedules);
    }

    /** The knowledge of a former process. */
    public record Former(Consumer<Inventory> lists, Map<TrroAction, Consumer<ListSchedule>> schedules) {

        /** Reads what {@link DiscoveryMemory#write} wrote. */
        public static Former read(StateReader in) {
            return new Former(
                    Inventory.read(in), in.map(() -> in.constant(TrroAction.class), () -> ListSchedule.read(in)));
        }
    }

    /** A former process knew this, and this one has read no list yet: each is read at once. */
    public void restore(Former former) {
        former.lists.accept(inventory);
    }

    /** The same where the former process asked at the same place as the same: lists are read when it would have. */
    public void resume(Former former) {
        restore(former);
        schedules()
                .forEach((action, schedule) ->
                        Optional.ofNullable(former.schedules.get(action)).ifPresent(read -> read.accept(schedule)));
    }

    Inventory inventory() {
        return inventory;
    }

    synchronized ListSchedule schedule(TrroAction action, Supplier<ListSchedule> first) {
        return schedules.computeIfAbsent(action, each -> first.get());
    }

    /** Lists of other actions are read no more; what is being read of them is given up. */
    synchronized void retain(Set<TrroAction> actions, long nowNanos) {
        schedules.forEach((action, schedule) -> {
            if (!actions.contains(action)) {
                schedule.keep(Set.of(), nowNanos);
            }
        });
    }
}
