package trro.exporter.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import trro.exporter.exposition.Family;
import trro.exporter.exposition.Family.Kind;
import trro.exporter.model.Window;

/**
 * Every metric of this exporter's own, once: name, kind, help and labels; those of figures stand in {@link Figure}.
 *
 * <p>All have base units. Names of things live on info metrics alone.
 */
public final class MetricCatalog {

    /** Active, idle, excluded and dropped, or unknown in place of the first two. */
    private static final int STATES_OF_A_PROJECTS_DEVICES = 4;

    /** Those of two sites' devices, and of recent sessions. */
    private static final int LISTS_OF_A_PROJECT = 3;

    private static final List<Family> FAMILIES = new ArrayList<>();

    static {
        Stream.of(Figure.values()).map(Figure::ofProjects).forEach(FAMILIES::add);
    }

    public static final Family PROJECT_LAST_SUCCESS = gauge(
            "trro_project_last_success_timestamp_seconds",
            "Time of TRRO's last answer for the project's own figures, Unix time.",
            "project_id",
            "interval");

    static {
        Stream.of(Figure.values()).map(Figure::ofDevices).forEach(FAMILIES::add);
    }

    public static final Family DEVICE_LAST_SUCCESS = gauge(
            "trro_device_last_success_timestamp_seconds",
            "Time of TRRO's last answer for the device, Unix time.",
            "project_id",
            "device_id",
            "interval");
    public static final Family INTERVAL_START = gauge(
            "trro_interval_start_timestamp_seconds",
            "Start of the window by the calendar of the configured time zone, hours as TRRO has them, Unix time.",
            "interval",
            "window");
    public static final Family INTERVAL_END = gauge(
            "trro_interval_end_timestamp_seconds",
            "End of the window by the calendar of the configured time zone, hours as TRRO has them, Unix time.",
            "interval",
            "window");
    public static final Family INTERVAL_SETTLES = gauge(
            "trro_interval_settles_timestamp_seconds",
            "Time from which TRRO changes the latest complete window no more, Unix time: its end and settle_time;"
                    + " a target's figures of it are final once its last success is not before.",
            "interval");
    public static final Family INTERVAL_START_DAY_OF_WEEK = gauge(
            "trro_interval_start_day_of_week",
            "Day of the week on which the window starts by the calendar of the configured time zone; 0 is Sunday.",
            "interval",
            "window");
    static final Family UP = gauge(
            "trro_up",
            "State of the project: 1 if the latest poll of each of its own intervals was answered, 0 if one failed;"
                    + " absent until asked.",
            "project_id");
    static final Family POLL_STALENESS = gauge(
            "trro_poll_staleness_seconds",
            "Age of the oldest among the latest answers of the interval's targets.",
            "interval");
    static final Family API_REQUESTS = counter(
            "trro_api_requests_total",
            "Requests sent to TRRO by outcome: OK, the API's error code, Timeout, Network, Malformed or Other.",
            "account",
            "action",
            "code");
    static final Family API_REQUEST_DURATION = family(
            Kind.HISTOGRAM,
            "trro_api_request_duration_seconds",
            "Time from sending a request to TRRO until its answer was read or given up.",
            "action");
    static final Family API_BUDGET = gauge(
            "trro_api_budget_requests_per_second",
            "Pace of the account's calls now in force; falls when TRRO throttles and climbs back.",
            "account",
            "action");
    static final Family PROJECT_INFO = gauge(
            "trro_project_info",
            "Name of the project, empty where TRRO's lists do not tell it; the value is 1.",
            "project_id",
            "name");
    static final Family DEVICE_INFO = gauge(
            "trro_device_info",
            "Name and type (field or remote) of the device, empty where TRRO's lists do not tell them; the value is 1.",
            "project_id",
            "device_id",
            "name",
            "type");
    static final Family PROJECTS = gauge(
            "trro_projects",
            "Projects of the account by state: polled, or dropped since there are more than the maximum.",
            "account",
            "state");
    static final Family DEVICES = gauge(
            "trro_devices",
            "Devices of the project by state: polled ones are active, idle or (sessions not known) unknown;"
                    + " others are excluded, or dropped since there are more than the maximum.",
            "project_id",
            "state");
    static final Family IDLE_DEVICE_PROMISED_AGE = gauge(
            "trro_idle_device_promised_age_seconds",
            "Age that figures of devices without sessions may reach as configured;"
                    + " absent where the budget is enough for everybody.",
            "project_id",
            "interval");
    static final Family LICENSES = gauge(
            "trro_licenses",
            "Licences of the account by state: valid, bound, unbound, expired, over_monthly_usage.",
            "account",
            "state");
    static final Family DEVICE_LICENSE_EXPIRY = gauge(
            "trro_device_license_expiry_timestamp_seconds",
            "End of the device's licence, Unix time; absent without one, or where TRRO does not tell.",
            "project_id",
            "device_id");
    static final Family DISCOVERY_LAST_SUCCESS = gauge(
            "trro_discovery_last_success_timestamp_seconds",
            "Time when the list of this action was last read as a whole, Unix time;"
                    + " project_id is empty for lists of the account.",
            "account",
            "action",
            "project_id");
    static final Family POLL_TARGETS =
            gauge("trro_poll_targets", "Targets that are polled: each project and each device, by each interval.");
    static final Family POLL_OVERDUE_TARGETS = gauge(
            "trro_poll_overdue_targets",
            "Targets that are late by more than their poll interval; idle devices by more than theirs.");
    static final Family POLL_DEFECTS =
            counter("trro_poll_defects_total", "Polls that ended by a defect of this program, not by TRRO.");
    static final Family ANOMALOUS_ROWS = counter(
            "trro_anomalous_rows_total",
            "Oddities of rows: repeated, backward, misaligned, outside, missing or smaller.",
            "kind");
    static final Family CREDENTIALS_FAILURES = counter(
            "trro_credentials_failures_total",
            "Polls for which there was no key to sign with, so that nothing was sent.",
            "account");
    static final Family WEB_BROKEN_REQUESTS = counter(
            "trro_web_broken_requests_total", "Requests to this program that could not be read, and were refused.");
    static final Family WEB_CONFIG_LAST_RELOAD_SUCCESSFUL = gauge(
            "trro_web_config_last_reload_successful",
            "State of the web configuration when it was last looked at: 1 if it is in force, 0 if an older one is;"
                    + " absent unless a file is given.");
    static final Family CONFIG_LAST_RELOAD_SUCCESSFUL = gauge(
            "trro_config_last_reload_successful",
            "Outcome of the last reading of the configuration: 1 without a problem, else 0.");
    static final Family CONFIG_LAST_RELOAD_SUCCESS_TIMESTAMP = gauge(
            "trro_config_last_reload_success_timestamp_seconds",
            "Time when the configuration was last read without a problem, Unix time.");
    static final Family STORAGE_LAST_SUCCESS = gauge(
            "trro_storage_last_success_timestamp_seconds",
            "Time when what is known was last saved in --storage.path, Unix time; absent without that option.");
    static final Family STORAGE_FAILURES = counter(
            "trro_storage_failures_total", "Savings in --storage.path that failed; absent without that option.");
    static final Family LEADER = gauge(
            "trro_leader",
            "Whether this replica leads: 1 if it holds the lease and asks TRRO, else 0;"
                    + " absent unless --leader-election.lease is given.",
            "lease");
    static final Family LEADER_ELECTIONS = counter(
            "trro_leader_elections_total",
            "Times that this replica began to lead; absent unless --leader-election.lease is given.");
    static final Family LEASE_LAST_SUCCESS = gauge(
            "trro_lease_last_success_timestamp_seconds",
            "Time when this replica last saw or renewed the lease, Unix time, 0 before the first;"
                    + " absent unless --leader-election.lease is given.");
    static final Family LEADER_PICTURE_LAST_SUCCESS = gauge(
            "trro_leader_picture_last_success_timestamp_seconds",
            "Time when this replica last got the picture of the one that leads, Unix time, 0 before the first;"
                    + " absent unless --leader-election.lease is given.");
    static final Family BUILD_INFO = gauge(
            "trro_build_info",
            "Version of this program and of the Java that runs it; the value is 1.",
            "version",
            "java_version");

    private MetricCatalog() {}

    /** All of them, in the order of the documentation. */
    public static List<Family> families() {
        return List.copyOf(FAMILIES);
    }

    /** The most series that so many projects and devices can have; those of accounts and of the process come on top. */
    public static long mostSeries(int projects, int devices, int intervals) {
        return FAMILIES.stream()
                .map(Family::labels)
                .filter(labels -> labels.contains("project_id"))
                .mapToLong(labels -> labels.stream()
                        .mapToLong(label -> valuesOf(label, intervals))
                        .reduce(labels.contains("device_id") ? devices : projects, (all, values) -> all * values))
                .sum();
    }

    /** The number of values that a label has for one project or device. */
    private static int valuesOf(String label, int intervals) {
        return switch (label) {
            case "interval" -> intervals;
            case "window" -> Window.values().length;
            case "state" -> STATES_OF_A_PROJECTS_DEVICES;
            case "action" -> LISTS_OF_A_PROJECT;
            default -> 1;
        };
    }

    /** A moment as the value of a sample. */
    public static double unixSeconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    /** As {@link #unixSeconds}; 0 for a moment that has not come. */
    static double unixSecondsOrZero(Optional<Instant> instant) {
        return instant.map(MetricCatalog::unixSeconds).orElse(0.0);
    }

    private static Family gauge(String name, String help, String... labels) {
        return family(Kind.GAUGE, name, help, labels);
    }

    private static Family counter(String name, String help, String... labels) {
        return family(Kind.COUNTER, name, help, labels);
    }

    private static Family family(Kind kind, String name, String help, String... labels) {
        Family family = new Family(kind, name, help, labels);
        FAMILIES.add(family);
        return family;
    }
}
