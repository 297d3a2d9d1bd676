package trro.exporter.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The faults in force, for all calls, for some projects or actions, which can be changed while the simulator runs.
 *
 * <p>Thread-safe. Chance is seeded, so calls one after another meet the same faults in every run.
 */
public final class Faults {

    private final Random random;
    private final Map<String, FaultPlan> byProject = new HashMap<>();
    private final Map<String, FaultPlan> byAction = new HashMap<>();
    private FaultPlan forAll = FaultPlan.NONE;
    private Optional<RecentSessionsLie> recentSessionsLie = Optional.empty();

    public Faults(long seed) {
        this.random = new Random(seed);
    }

    /** Nothing goes wrong until somebody says so. */
    public static Faults none() {
        return new Faults(0);
    }

    /** From now on this happens to every project without a plan of its own. */
    public synchronized void set(FaultPlan plan) {
        forAll = plan;
    }

    /** From now on this happens to that project, instead of what happens to all. */
    public synchronized void set(String projectId, FaultPlan plan) {
        byProject.put(projectId, plan);
    }

    /** From now on this happens to that action, instead of what happens to projects. */
    public synchronized void setForAction(String action, FaultPlan plan) {
        byAction.put(action, plan);
    }

    /** From now on DescribeRecentSessionList lies like this; empty for the truth. */
    public synchronized void setRecentSessionsLie(Optional<RecentSessionsLie> lie) {
        recentSessionsLie = lie;
    }

    /**
     * The fate of one call.
     *
     * @param latency before anything else
     * @param fault instead of an answer
     * @param errorCode the error to answer with, if there is no fault
     */
    record Fate(Duration latency, Optional<Fault> fault, Optional<String> errorCode) {}

    /** Decides about the next call, which may be one about no project. */
    synchronized Fate next(String action, String projectId) {
        FaultPlan ofProject = byProject.getOrDefault(projectId, forAll);
        FaultPlan plan = byAction.getOrDefault(action, ofProject);
        Duration latency = Duration.ofNanos((long) (plan.maxLatency().toNanos() * random.nextDouble()));
        return new Fate(latency, fault(plan), plan.errorCode());
    }

    synchronized Optional<RecentSessionsLie> recentSessionsLie() {
        return recentSessionsLie;
    }

    private Optional<Fault> fault(FaultPlan plan) {
        double chance = random.nextDouble();
        for (Fault fault : Fault.values()) {
            chance -= plan.probabilities().getOrDefault(fault, 0.0);
            if (chance < 0) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /** A lie that DescribeRecentSessionList tells in place of the truth. */
    public enum RecentSessionsLie {
        /** Nobody had a session. */
        NOBODY,
        /** Every device has a session just now. */
        EVERYBODY
    }
}
