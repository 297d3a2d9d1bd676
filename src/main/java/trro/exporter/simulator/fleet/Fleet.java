package trro.exporter.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;

/**
 * Projects and devices with a life that can be asked about at any moment, past or present, without stored state.
 *
 * <p>All figures come from the same sessions ({@link DeviceSessions}), so hours add up to days, days to months and
 * devices to projects at every moment. Thread-safe.
 */
public final class Fleet {

    /** TRRO's days begin here, as its samples show. */
    public static final ZoneId TRRO_ZONE = ZoneId.of("Asia/Shanghai");

    /** Older buckets are not told. */
    public static final Duration HISTORY = Duration.ofDays(400);

    private final ZoneId zone;
    private final List<SimulatedProject> projects;
    private final Map<String, ProjectSessions> lives = new LinkedHashMap<>();

    /**
     * @param seed decides everything that is left to chance
     * @param zone the calendar of days and months
     * @param projects with distinct ids
     * @param drops scripted spells of bad sessions; the first that fits counts
     */
    public Fleet(long seed, ZoneId zone, List<SimulatedProject> projects, List<QualityDrop> drops) {
        this.zone = zone;
        this.projects = List.copyOf(projects);
        for (SimulatedProject project : this.projects) {
            if (lives.put(project.id(), new ProjectSessions(seed, project, List.copyOf(drops))) != null) {
                throw new IllegalArgumentException("project id is there twice: " + project.id());
            }
        }
    }

    /** A fleet of so many projects that share so many devices, the first having the most. */
    public static Fleet seeded(long seed, int projects, int devices) {
        return new Fleet(seed, TRRO_ZONE, FleetPlan.projects(seed, projects, devices), List.of());
    }

    public List<SimulatedProject> projects() {
        return projects;
    }

    public ZoneId zone() {
        return zone;
    }

    /**
     * Figures of every bucket that the question's range touches, ends included, and that had a session until {@code
     * asOf}: TRRO's sample suggests that it leaves out empty ones.
     *
     * @return by time, the oldest first
     * @throws IllegalArgumentException if there is no such project or device
     */
    public List<SessionStatistics> statistics(StatisticsQuery query, Instant asOf) {
        SessionTotals.Source life = life(query.target());
        StatisticInterval interval = query.target().interval();
        List<SessionStatistics> rows = new ArrayList<>();
        for (Instant start : buckets(query, asOf)) {
            Instant end = interval.next(start, zone);
            SessionTotals totals = count(life, start, end, asOf);
            if (!totals.isEmpty()) {
                rows.add(totals.statistics(start, end));
            }
        }
        return rows;
    }

    /** Starts of the buckets that the question touches, from the oldest that is told to the one that is open. */
    public List<Instant> buckets(StatisticsQuery query, Instant asOf) {
        Instant oldest = asOf.minus(HISTORY);
        Instant from = query.from().isBefore(oldest) ? oldest : query.from();
        Instant to = query.to().isAfter(asOf) ? asOf : query.to();
        StatisticInterval interval = query.target().interval();
        List<Instant> starts = new ArrayList<>();
        if (from.isAfter(to)) {
            return starts;
        }
        for (Instant start = interval.startOf(from, zone); !start.isAfter(to); start = interval.next(start, zone)) {
            starts.add(start);
        }
        return starts;
    }

    /** Sessions of a project that were running at some time within these seconds, ends included, the oldest first. */
    public List<Session> sessions(String projectId, long from, long to) {
        List<DeviceSessions> devices =
                life(projectId).map(ProjectSessions::devices).orElse(List.of());
        List<Session> sessions = new ArrayList<>();
        Instant latestEnd = Instant.ofEpochSecond(to).plus(Session.MAX_MINUTES, ChronoUnit.MINUTES);
        Instant hour = StatisticInterval.HOUR.startOf(Instant.ofEpochSecond(from), zone);
        while (!hour.isAfter(latestEnd)) {
            Hour ends = Hour.startingAt(hour, zone);
            devices.forEach(device -> device.sessionsEndingIn(ends, sessions::add));
            hour = StatisticInterval.HOUR.next(hour, zone);
        }
        sessions.removeIf(session -> session.start() > to || session.end() < from);
        sessions.sort(Comparator.comparingLong(Session::start).thenComparingLong(Session::id));
        return sessions;
    }

    /** The project; empty if there is none with this id. */
    public Optional<SimulatedProject> project(String id) {
        return life(id).map(ProjectSessions::project);
    }

    /** Whether the project has the device. */
    public boolean has(String projectId, String deviceId) {
        return life(projectId).flatMap(life -> life.device(deviceId)).isPresent();
    }

    /** The number of the project's hours that are kept, for tests. */
    int remembered(String projectId) {
        return life(projectId).map(ProjectSessions::remembered).orElse(0);
    }

    private Optional<ProjectSessions> life(String projectId) {
        return Optional.ofNullable(lives.get(projectId));
    }

    private SessionTotals count(SessionTotals.Source life, Instant start, Instant end, Instant asOf) {
        SessionTotals totals = new SessionTotals();
        Instant until = end.isAfter(asOf) ? asOf.plusSeconds(1) : end;
        Instant hour = StatisticInterval.HOUR.startOf(start, zone);
        while (hour.isBefore(until)) {
            life.count(Hour.startingAt(hour, zone), asOf.getEpochSecond(), totals);
            hour = StatisticInterval.HOUR.next(hour, zone);
        }
        return totals;
    }

    private SessionTotals.Source life(PollTarget target) {
        ProjectSessions project = life(target.projectId())
                .orElseThrow(() -> new IllegalArgumentException("no such project: " + target.projectId()));
        if (target.deviceId().isEmpty()) {
            return project;
        }
        String deviceId = target.deviceId().get();
        return project.device(deviceId).orElseThrow(() -> new IllegalArgumentException("no such device: " + deviceId));
    }
}
