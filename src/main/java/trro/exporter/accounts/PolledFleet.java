package trro.exporter.accounts;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.PollTarget;
import trro.exporter.model.ProjectInventory;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.PollQueue;
import trro.exporter.polling.PollTurn;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.time.TimeSource;

/**
 * Who is polled through which account: turns what is known to exist into targets.
 *
 * <p>A project has figures once, whoever may ask for them. So one that several accounts have is polled through the
 * account that had it first, until that one has it no more. Thread-safe.
 */
final class PolledFleet {

    private static final Logger logger = LoggerFactory.getLogger(PolledFleet.class);

    private final Collection<StatisticInterval> intervals;
    private final SnapshotStore store;
    private final TimeSource time;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private Map<String, String> accountsByProject = Map.of();
    private boolean inForce;

    /** An account; its fields are guarded by the fleet. */
    private static final class Member {
        private final PollQueue queue;
        private AccountInventory inventory;

        Member(PollQueue queue, AccountInventory inventory) {
            this.queue = queue;
            this.inventory = inventory;
        }
    }

    PolledFleet(Collection<StatisticInterval> intervals, SnapshotStore store, TimeSource time) {
        this.intervals = List.copyOf(intervals);
        this.store = store;
        this.time = time;
    }

    /**
     * Adds an account.
     *
     * @param inventory what it has, as far as that is known
     */
    synchronized void add(String account, PollQueue queue, AccountInventory inventory) {
        members.put(account, new Member(queue, inventory));
    }

    /**
     * From now on this fleet decides who is polled, and another one no more. A project stays with its account where
     * that has it yet; one that moves to another account's queue keeps the turns of its targets.
     */
    synchronized void takeOver(Optional<PolledFleet> before) {
        Map<String, PollQueue> queues = before.map(PolledFleet::retire).orElse(Map.of());
        Map<String, String> kept = new HashMap<>();
        queues.forEach((projectId, queue) -> members.forEach((account, member) -> {
            if (member.queue == queue) {
                kept.put(projectId, account);
            }
        }));
        accountsByProject = kept;
        accountsByProject = assigned();
        inForce = true;
        Map<PollTarget, PollTurn> turns = new HashMap<>();
        Set.copyOf(queues.values()).forEach(queue -> turns.putAll(queue.turns()));
        retarget();
        members.values().forEach(member -> member.queue.resume(turns, time.nanoTime()));
    }

    private void retarget() {
        store.retarget(members.keySet().stream().flatMap(this::targets).toList()); // first, to have room for answers
        members.forEach(
                (account, member) -> member.queue.retarget(targets(account).toList(), time.nanoTime()));
    }

    /** Decides nothing more. Returns the queue of each project. */
    private synchronized Map<String, PollQueue> retire() {
        inForce = false;
        Map<String, PollQueue> queues = new HashMap<>();
        accountsByProject.forEach((projectId, account) -> queues.put(projectId, member(account).queue));
        return queues;
    }

    /** From now on the account has this. */
    synchronized void changed(String account, AccountInventory inventory) {
        member(account).inventory = inventory;
        if (inForce) {
            accountsByProject = assigned();
            retarget();
            logShared(account);
        }
    }

    /** The part of an account's inventory that is polled through it. */
    synchronized AccountInventory polled(String account) {
        AccountInventory inventory = member(account).inventory;
        List<ProjectInventory> own = own(account).toList();
        return new AccountInventory(own, inventory.droppedProjects(), inventory.licenses());
    }

    /** The queue that a project's targets wait in; empty if it is no longer polled. */
    synchronized Optional<PollQueue> queue(String projectId) {
        return Optional.ofNullable(accountsByProject.get(projectId)).map(account -> member(account).queue);
    }

    private Map<String, String> assigned() {
        Map<String, String> next = new HashMap<>();
        accountsByProject.forEach((projectId, account) -> {
            if (has(account, projectId)) {
                next.put(projectId, account);
            }
        });
        members.forEach((account, member) ->
                member.inventory.projects().forEach(project -> next.putIfAbsent(project.id(), account)));
        return next;
    }

    private boolean has(String account, String projectId) {
        return member(account).inventory.projects().stream()
                .anyMatch(project -> project.id().equals(projectId));
    }

    private Stream<ProjectInventory> own(String account) {
        return member(account).inventory.projects().stream()
                .filter(project -> account.equals(accountsByProject.get(project.id())));
    }

    private Stream<PollTarget> targets(String account) {
        return targets(own(account), intervals);
    }

    /** Each project and each device by each interval. */
    static Stream<PollTarget> targets(Stream<ProjectInventory> projects, Collection<StatisticInterval> intervals) {
        return projects.flatMap(project -> intervals.stream()
                .flatMap(interval -> Stream.concat(
                        Stream.of(PollTarget.ofProject(project.id(), interval)),
                        project.devices().stream()
                                .map(device -> PollTarget.ofDevice(project.id(), device.id(), interval)))));
    }

    private void logShared(String account) {
        List<String> shared = member(account).inventory.projects().stream()
                .map(ProjectInventory::id)
                .filter(project -> !account.equals(accountsByProject.get(project)))
                .toList();
        if (!shared.isEmpty()) {
            logger.atInfo()
                    .addKeyValue("account", account)
                    .addKeyValue("projects", shared)
                    .log("projects are polled through another account, which had them first");
        }
    }

    private Member member(String account) {
        return Optional.ofNullable(members.get(account))
                .orElseThrow(() -> new IllegalArgumentException("not an account: " + account));
    }
}
