package trro.exporter.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import trro.exporter.api.RecentSession;
import trro.exporter.api.TrroAction;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;

/**
 * The devices of one project, as the lists that name some of them add up: by id, with a name, type and licence from
 * whoever knows. Confined to one thread.
 */
final class ProjectDevices {

    /** Those of a project are some thousands; a site may give a new one to every session. */
    private static final int MOST_SIGHTINGS = 10_000;

    /** Lists that name devices, in the order of actions: those first whose word counts more. */
    private final Map<TrroAction, ListedRows<Device>> listed = new EnumMap<>(TrroAction.class);

    private final Map<TrroAction, Long> unread = new EnumMap<>(TrroAction.class);
    private final Map<String, Sighting> seen = new HashMap<>();
    private final Set<TrroAction> tried = EnumSet.noneOf(TrroAction.class);

    /** A device that took part in a session. */
    private record Sighting(Device device, long latestNanos) {}

    /** Replaces what a list said before; returns whether that changes anything. */
    boolean listed(TrroAction action, ListSnapshot<Device> list) {
        Map<String, Device> devices = new HashMap<>();
        list.rows().forEach(device -> devices.merge(device.id(), device, ProjectDevices::merged));
        boolean more = listed.computeIfAbsent(action, any -> new ListedRows<>()).replace(devices, list.pages());
        boolean longer = !Optional.of(list.unread()).equals(Optional.ofNullable(unread.put(action, list.unread())));
        boolean first = tried(action);
        return first || more || longer;
    }

    /**
     * Adds the devices that a list of recent sessions names, and forgets those that none has named for {@code kept};
     * returns whether that changes anything.
     */
    boolean seen(ListSnapshot<RecentSession> list, Duration kept) {
        Map<String, Device> devices = new HashMap<>();
        for (RecentSession session : list.rows()) {
            session.fieldDeviceId().ifPresent(id -> devices.putIfAbsent(id, ofType(id, DeviceType.FIELD)));
            session.remoteDeviceId().ifPresent(id -> devices.putIfAbsent(id, ofType(id, DeviceType.REMOTE)));
        }
        boolean more = !seen.keySet().containsAll(devices.keySet());
        long askedNanos = list.askedAt().nanos();
        devices.forEach((id, device) -> seen.merge(
                id,
                new Sighting(device, askedNanos),
                (before, now) -> new Sighting(before.device(), now.latestNanos())));
        boolean fewer = seen.values().removeIf(sighting -> askedNanos - sighting.latestNanos() > kept.toNanos());
        boolean tooMany = forgetOldest();
        boolean first = tried(TrroAction.RECENT_SESSION_LIST);
        return first || more || fewer || tooMany;
    }

    private boolean forgetOldest() {
        int tooMany = Math.max(0, seen.size() - MOST_SIGHTINGS);
        seen.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().latestNanos()))
                .limit(tooMany)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(seen::remove);
        return tooMany > 0;
    }

    /** A list was read, or could not be; returns whether that is news. */
    boolean tried(TrroAction action) {
        return tried.add(action);
    }

    /** Whether each of these lists was tried, so that who is kept does not depend on which one is the quickest. */
    boolean hasTried(Set<TrroAction> actions) {
        return tried.containsAll(actions);
    }

    /** Every device that is known, by id and in the order of ids. */
    Map<String, Device> byId() {
        Map<String, Device> devices = new TreeMap<>();
        listed.values()
                .forEach(
                        list -> list.rows().forEach((id, device) -> devices.merge(id, device, ProjectDevices::merged)));
        seen.forEach((id, sighting) -> devices.merge(id, sighting.device(), ProjectDevices::merged));
        return devices;
    }

    /** The rows that were not read since there are too many. */
    long unread() {
        return unread.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /**
     * The first one's word counts more; of two licences the later end does, since until then the device may be used.
     */
    private static Device merged(Device first, Device second) {
        Optional<Instant> expiry = first.licenseExpiry()
                .flatMap(one -> second.licenseExpiry().filter(other -> other.isAfter(one)))
                .or(first::licenseExpiry)
                .or(second::licenseExpiry);
        return new Device(
                first.id(), first.name().or(second::name), first.type().or(second::type), expiry);
    }

    void write(StateWriter out) {
        out.map(listed, out::constant, list -> list.write(out, device -> write(device, out)));
        out.map(unread, out::constant, out::number);
        out.each(seen.values(), sighting -> {
            write(sighting.device(), out);
            out.past(sighting.latestNanos());
        });
        out.each(tried, out::constant);
    }

    static ProjectDevices read(StateReader in) {
        ProjectDevices read = new ProjectDevices();
        Supplier<TrroAction> action = () -> in.constant(TrroAction.class);
        read.listed.putAll(in.map(action, () -> ListedRows.read(in, () -> readDevice(in))));
        read.unread.putAll(in.map(action, in::number));
        in.each(() -> new Sighting(readDevice(in), in.past()))
                .forEach(sighting -> read.seen.put(sighting.device().id(), sighting));
        read.tried.addAll(in.each(action));
        return read;
    }

    private static void write(Device device, StateWriter out) {
        out.text(device.id());
        out.optional(device.name(), out::text);
        out.optional(device.type(), out::constant);
        out.optional(device.licenseExpiry(), out::instant);
    }

    private static Device readDevice(StateReader in) {
        return new Device(
                in.text(),
                in.optional(in::text),
                in.optional(() -> in.constant(DeviceType.class)),
                in.optional(in::instant));
    }

    private static Device ofType(String id, DeviceType type) {
        return new Device(id, Optional.empty(), Optional.of(type), Optional.empty());
    }
}
