package trro.exporter.discovery;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trro.exporter.api.ListedProject;
import trro.exporter.api.RecentSession;
import trro.exporter.api.TrroAction;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;

/** Adds up what lists say and tells the listener of changes, one after the other. Thread-safe. */
final class Findings {

    private final Census census;
    private final DiscoveryPace pace;
    private final boolean tellsSessions;
    private final DiscoveryListener listener;
    private volatile AccountInventory inventory;
    private volatile List<DiscoveryPlan.Project> projects;
    private boolean told = true; // whether the last change was, as far as the listener did not throw

    Findings(DiscoveryPlan plan, DiscoveryPace pace, DiscoveryListener listener) {
        census = new Census(plan);
        this.pace = pace;
        tellsSessions = plan.recentSessions();
        this.listener = listener;
        inventory = census.inventory();
        projects = census.projects();
    }

    /** What is known now; at first what the plan names. */
    AccountInventory inventory() {
        return inventory;
    }

    /** The projects that are polled, each with what is to be found out about it. */
    List<DiscoveryPlan.Project> projects() {
        return projects;
    }

    /** Returns whether anything changes. */
    synchronized boolean projects(WholeList<ListedProject> list) {
        census.projects(list);
        return count();
    }

    synchronized boolean devices(TrroAction action, String projectId, WholeList<Device> list) {
        census.readable(action);
        return countIf(census.roster(projectId).listed(action, list));
    }

    boolean sessions(String projectId, WholeList<RecentSession> list) {
        boolean changed = sighted(projectId, list);
        if (tellsSessions) {
            Map<String, Instant> updates = new HashMap<>();
            for (RecentSession session : list.rows()) {
                session.fieldDeviceId().ifPresent(id -> updates.merge(id, session.latestUpdate(), Findings::later));
                session.remoteDeviceId().ifPresent(id -> updates.merge(id, session.latestUpdate(), Findings::later));
            }
            listener.recentSessions(new SessionsSeen(projectId, updates, list.askedAt(), list.askedNanos()));
        }
        return changed;
    }

    private synchronized boolean sighted(String projectId, WholeList<RecentSession> list) {
        census.readable(TrroAction.RECENT_SESSION_LIST);
        return countIf(census.roster(projectId).seen(list, pace.sightings()));
    }

    synchronized boolean licenses(WholeList<LicenseCounts> list) {
        list.rows().forEach(census::licenses);
        return count();
    }

    /** A list could not be read; what it last said is kept. */
    boolean failed(TrroAction action, String key) {
        unknown(action, key);
        return tried(action, key);
    }

    private synchronized boolean tried(TrroAction action, String key) {
        return Census.DEVICE_SOURCES.contains(action)
                && countIf(census.roster(key).tried(action));
    }

    /** An action's lists cannot be read, whatever their key. */
    synchronized boolean refused(TrroAction action, Iterable<String> keys) {
        keys.forEach(key -> unknown(action, key));
        census.refused(action);
        return count();
    }

    private void unknown(TrroAction action, String projectId) {
        if (action == TrroAction.RECENT_SESSION_LIST && tellsSessions) {
            listener.recentSessionsUnknown(projectId);
        }
    }

    private boolean countIf(boolean news) {
        return (news || !told) && count();
    }

    /** Under the lock, so that the listener hears of changes in their order. */
    private boolean count() {
        AccountInventory before = census.inventory();
        boolean changed = census.count() || !told;
        if (changed) {
            told = false;
            inventory = census.inventory();
            projects = census.projects();
            DroppedChanges.log(before, inventory);
            listener.inventory(inventory);
            told = true;
        }
        return changed;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
