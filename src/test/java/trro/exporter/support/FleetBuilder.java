package trro.exporter.support;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.Defaults;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Buckets;
import trro.exporter.model.PollTarget;
import trro.exporter.model.ProjectInventory;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.CallRecord;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.status.Budget;
import trro.exporter.status.Status;
import trro.exporter.status.StatusLinks;
import trro.exporter.time.Moment;

/** Puts a fleet into the states that a test needs, at the moment that its fake time shows. */
public final class FleetBuilder {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    public static final ExporterConfig CONFIG = new ExporterConfig(
            ZONE,
            Defaults.SETTLE_TIME,
            Duration.ofHours(1),
            Defaults.POLL_INTERVALS,
            List.of(new AccountConfig(
                    "main",
                    Defaults.ENDPOINT,
                    Optional.empty(),
                    new CredentialsConfig.Env(),
                    16,
                    List.of(new ProjectConfig("p", List.of("truck-1"))))));

    private final FakeTime time;
    private final SnapshotStore store;
    private List<AccountInventory> inventories = List.of();
    private StatusLinks links = StatusLinks.NONE;
    private Optional<Status.RefusedReload> refusedReload = Optional.empty();
    private Optional<String> doesNotLead = Optional.empty();

    public FleetBuilder(FakeTime time, PollTarget... targets) {
        this.time = time;
        store = new SnapshotStore(Arrays.asList(targets));
    }

    public static PollTarget project(String project) {
        return PollTarget.ofProject(project, StatisticInterval.HOUR);
    }

    public static PollTarget device(String project, String device) {
        return PollTarget.ofDevice(project, device, StatisticInterval.HOUR);
    }

    /** So many sessions in the open bucket and in the one before, a fifth of them not bad. */
    public FleetBuilder answered(PollTarget target, long current, long previous) {
        Buckets buckets = Buckets.at(time.now(), target.interval(), ZONE);
        store.answered(
                target,
                new LatestStatistics(
                        Moment.now(time),
                        "request-" + target.deviceId().orElse(target.projectId()),
                        figures(buckets.currentStart(), buckets.currentEnd(), current),
                        figures(buckets.previousStart(), buckets.currentStart(), previous)));
        return this;
    }

    private static Figures figures(Instant start, Instant end, long sessions) {
        double notBadRatio = sessions == 0 ? 0 : 0.2;
        return Figures.reported(
                start, Samples.statistics(start, end, sessions, Duration.ofMinutes(sessions), notBadRatio, 1, 1));
    }

    /** So many devices of the project that nobody asks for. */
    public FleetBuilder notPolled(String project, int excluded, int dropped) {
        ProjectInventory inventory = new ProjectInventory(project, Optional.empty(), List.of(), excluded, dropped);
        inventories = List.of(new AccountInventory(List.of(inventory), 0, Optional.empty()));
        return this;
    }

    public FleetBuilder linked(String dashboards, String runbook) {
        links = StatusLinks.of(Optional.of(dashboards), Optional.of(runbook));
        return this;
    }

    public FleetBuilder failed(PollTarget target, String code, String message) {
        store.failed(target, new Failure(time.now(), code, message, Optional.of("request-of-failure")));
        return this;
    }

    public Snapshot snapshot() {
        return store.current();
    }

    /** The configuration could not be reloaded just now. */
    public FleetBuilder refused(String reason) {
        refusedReload = Optional.of(new Status.RefusedReload(time.now(), reason));
        return this;
    }

    /** The fleet is followed for some reason. */
    public FleetBuilder doesNotLead(String reason) {
        doesNotLead = Optional.of(reason);
        return this;
    }

    public Status status() {
        return status(List.of(), List.of());
    }

    public Status status(List<Budget> budgets, List<CallRecord> calls) {
        return new Status(
                "0.1.0",
                Instant.parse("2026-11-22T06:00:00Z"),
                links,
                CONFIG,
                target -> Duration.ofMinutes(1),
                inventories,
                refusedReload,
                doesNotLead,
                snapshot(),
                budgets,
                calls);
    }
}
