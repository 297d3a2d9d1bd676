package trro.exporter.discovery;

import trro.exporter.api.RecentSessions;
import trro.exporter.model.AccountInventory;

/** Hears what discovery finds; what it does not override it ignores. Thread-safe; it must not wait: discovery does. */
public interface DiscoveryListener {

    /** The inventory has changed. Called for one change after the other. */
    default void inventory(AccountInventory inventory) {}

    /** A project's list of recent sessions was read as a whole, and the devices that it names are in the inventory. */
    default void recentSessions(RecentSessions sessions) {}

    /** A project's list of recent sessions could not be read: who is active is not known. */
    default void recentSessionsUnknown(String projectId) {}
}
