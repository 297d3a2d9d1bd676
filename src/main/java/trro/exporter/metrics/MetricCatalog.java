package trro.exporter.metrics;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every metric of this exporter's own, once: name, kind, labels and help. Base units; names of things live on info metrics alone. */
public enum MetricCatalog {
    PROJECT_SESSIONS(Kind.GAUGE, "trro_project_sessions", "Sessions of the project in the window.", Labels.PROJECT),
    PROJECT_SESSION_DURATION(
            Kind.GAUGE,
            "trro_project_session_duration_seconds",
            "Session time of the project in the window, summed over its sessions; TRRO reports whole minutes.",
            Labels.PROJECT),
    PROJECT_NOT_BAD_RATIO(
            Kind.GAUGE,
            "trro_project_not_bad_session_ratio",
            "Share of the project's sessions in the window that were rated good or normal, 0 to 1; absent without sessions.",
            Labels.PROJECT),
    PROJECT_NOT_BAD_SESSIONS(
            Kind.GAUGE,
            "trro_project_not_bad_sessions",
            "Sessions of the project in the window that were rated good or normal: ratio times sessions, rounded.",
            Labels.PROJECT),
    PROJECT_ACTIVE_FIELD_DEVICES(
            Kind.GAUGE,
            "trro_project_active_field_devices",
            "Devices on the controlled side that were active in the window.",
            Labels.PROJECT),
    PROJECT_ACTIVE_REMOTE_DEVICES(
            Kind.GAUGE,
            "trro_project_active_remote_devices",
            "Devices on the controlling side that were active in the window.",
            Labels.PROJECT),
    PROJECT_LAST_SUCCESS(
            Kind.GAUGE,
            "trro_project_last_success_timestamp_seconds",
            "When TRRO last answered for the project's own figures, Unix time.",
            List.of("project_id", "interval")),
    DEVICE_SESSIONS(Kind.GAUGE, "trro_device_sessions", "Sessions of the device in the window.", Labels.DEVICE),
    DEVICE_SESSION_DURATION(
            Kind.GAUGE,
            "trro_device_session_duration_seconds",
            "Session time of the device in the window, summed over its sessions; TRRO reports whole minutes.",
            Labels.DEVICE),
    DEVICE_NOT_BAD_RATIO(
            Kind.GAUGE,
            "trro_device_not_bad_session_ratio",
            "Share of the device's sessions in the window that were rated good or normal, 0 to 1; absent without sessions.",
            Labels.DEVICE),
    DEVICE_NOT_BAD_SESSIONS(
            Kind.GAUGE,
            "trro_device_not_bad_sessions",
            "Sessions of the device in the window that were rated good or normal: ratio times sessions, rounded.",
            Labels.DEVICE),
    DEVICE_ACTIVE_FIELD_DEVICES(
            Kind.GAUGE,
            "trro_device_active_field_devices",
            "Devices on the controlled side that TRRO counted as active in the window when asked for this device.",
            Labels.DEVICE),
    DEVICE_ACTIVE_REMOTE_DEVICES(
            Kind.GAUGE,
            "trro_device_active_remote_devices",
            "Devices on the controlling side that TRRO counted as active in the window when asked for this device.",
            Labels.DEVICE),
    DEVICE_LAST_SUCCESS(
            Kind.GAUGE,
            "trro_device_last_success_timestamp_seconds",
            "When TRRO last answered for the device, Unix time.",
            List.of("project_id", "device_id", "interval")),
    INTERVAL_START(
            Kind.GAUGE,
            "trro_interval_start_timestamp_seconds",
            "Start of the window by the calendar of the configured time zone, Unix time.",
            Labels.INTERVAL),
    INTERVAL_END(
            Kind.GAUGE,
            "trro_interval_end_timestamp_seconds",
            "End of the window by the calendar of the configured time zone, Unix time.",
            Labels.INTERVAL),
    UP(
            Kind.GAUGE,
            "trro_up",
            "1 if the latest poll of each of the project's own intervals was answered, 0 if one failed; absent until asked.",
            List.of("project_id")),
    POLL_STALENESS(
            Kind.GAUGE,
            "trro_poll_staleness_seconds",
            "Age of the oldest latest answer among all targets of the interval.",
            List.of("interval")),
    API_REQUESTS(
            Kind.COUNTER,
            "trro_api_requests_total",
            "Requests sent to TRRO by outcome: OK, the API's error code, Timeout, Network, Malformed or Other.",
            List.of("account", "action", "code")),
    API_REQUEST_DURATION(
            Kind.HISTOGRAM,
            "trro_api_request_duration_seconds",
            "Time from sending a request to TRRO until its answer was read or given up.",
            List.of("action")),
    API_BUDGET(
            Kind.GAUGE,
            "trro_api_budget_requests_per_second",
            "The pace now in force; falls when TRRO throttles and climbs back.",
            List.of("account", "action")),
    PROJECT_INFO(
            Kind.GAUGE,
            "trro_project_info",
            "1; the project's name, empty where TRRO's lists do not tell it.",
            List.of("project_id", "name")),
    DEVICE_INFO(
            Kind.GAUGE,
            "trro_device_info",
            "1; the device's name and type (field or remote), empty where TRRO's lists do not tell them.",
            List.of("project_id", "device_id", "name", "type")),
    PROJECTS(
            Kind.GAUGE,
            "trro_projects",
            "Projects of the account by state: polled, or dropped since there are more than the maximum.",
            List.of("account", "state")),
    DEVICES(
            Kind.GAUGE,
            "trro_devices",
            "Devices of the project by state: polled ones are active, idle or (sessions not known) unknown;"
                    + " others are excluded, or dropped since there are more than the maximum.",
            List.of("project_id", "state")),
    IDLE_DEVICE_PROMISED_AGE(
            Kind.GAUGE,
            "trro_idle_device_promised_age_seconds",
            "How old figures of devices without sessions may get as configured; absent where the budget is enough for everybody.",
            List.of("project_id", "interval")),
    LICENSES(
            Kind.GAUGE,
            "trro_licenses",
            "Licences of the account by state: valid, bound, unbound, expired, over_monthly_usage.",
            List.of("account", "state")),
    DEVICE_LICENSE_EXPIRY(
            Kind.GAUGE,
            "trro_device_license_expiry_timestamp_seconds",
            "When the device's licence ends, Unix time; absent without one, or where TRRO does not tell.",
            List.of("project_id", "device_id")),
    DISCOVERY_LAST_SUCCESS(
            Kind.GAUGE,
            "trro_discovery_last_success_timestamp_seconds",
            "When the list of this action was last read as a whole, Unix time; project_id is empty for lists of the account.",
            List.of("account", "action", "project_id")),
    POLL_TARGETS(Kind.GAUGE, "trro_poll_targets", "Questions that are asked again and again.", List.of()),
    POLL_OVERDUE_TARGETS(
            Kind.GAUGE,
            "trro_poll_overdue_targets",
            "Targets that are late by more than their poll interval; idle devices by more than theirs.",
            List.of()),
    POLL_DEFECTS(
            Kind.COUNTER,
            "trro_poll_defects_total",
            "Polls that ended by a defect of this program, not by TRRO.",
            List.of()),
    ANOMALOUS_ROWS(
            Kind.COUNTER,
            "trro_anomalous_rows_total",
            "Rows of answers that were odd: repeated, backward, misaligned or outside.",
            List.of("kind")),
    CREDENTIALS_FAILURES(
            Kind.COUNTER,
            "trro_credentials_failures_total",
            "Polls for which there was no key to sign with, so that nothing was sent.",
            List.of("account")),
    CONFIG_LAST_RELOAD_SUCCESSFUL(
            Kind.GAUGE,
            "trro_config_last_reload_successful",
            "1 if the configuration was last read without a problem, else 0.",
            List.of()),
    CONFIG_LAST_RELOAD_SUCCESS_TIMESTAMP(
            Kind.GAUGE,
            "trro_config_last_reload_success_timestamp_seconds",
            "When the configuration was last read without a problem, Unix time.",
            List.of()),
    BUILD_INFO(Kind.GAUGE, "trro_build_info", "1; which build this is.", List.of("version", "java_version"));

    /** What is read off the snapshot. */
    static final Set<MetricCatalog> FLEET = EnumSet.range(PROJECT_SESSIONS, POLL_STALENESS);

    /** What TRRO's lists tell of each device. */
    static final Set<MetricCatalog> LISTED_DEVICES = EnumSet.of(DEVICE_INFO, DEVICE_LICENSE_EXPIRY);

    /** What else they tell. */
    static final Set<MetricCatalog> DISCOVERED =
            EnumSet.of(PROJECT_INFO, PROJECTS, DEVICES, IDLE_DEVICE_PROMISED_AGE, LICENSES, DISCOVERY_LAST_SUCCESS);

    /** What is not a meter but gathered anew for each scrape. */
    static final Set<MetricCatalog> COLLECTED =
            Stream.of(FLEET, LISTED_DEVICES, DISCOVERED).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private static final String INFO = "_info";

    /** The type of a metric in Prometheus' words. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private static final class Labels {
        private static final List<String> PROJECT = List.of("project_id", "interval", "window");
        private static final List<String> DEVICE = List.of("project_id", "device_id", "interval", "window");
        private static final List<String> INTERVAL = List.of("interval", "window");
    }

    private final Kind kind;
    private final String metricName;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // every list here is List.of
    private final List<String> labels;

    MetricCatalog(Kind kind, String metricName, String help, List<String> labels) {
        this.kind = kind;
        this.metricName = metricName;
        this.help = help;
        this.labels = labels;
    }

    public Kind kind() {
        return kind;
    }

    /** As it stands on the page, with its unit and, for counters, {@code _total}. */
    public String metricName() {
        return metricName;
    }

    /** As Prometheus' library names the family: without the suffix that it adds itself. */
    String familyName() {
        return isInfo() ? metricName.substring(0, metricName.length() - INFO.length()) : metricName;
    }

    /** Whether it tells names and the like by its labels; its value is always 1. */
    boolean isInfo() {
        return metricName.endsWith(INFO);
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }
}
