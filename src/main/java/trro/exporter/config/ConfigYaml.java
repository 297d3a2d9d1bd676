package trro.exporter.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import trro.exporter.model.IdFilter;
import trro.exporter.model.StatisticInterval;
import trro.exporter.yaml.YamlWriter;

/**
 * A configuration as the YAML that {@link ConfigLoader} reads as the same one, defaults written out.
 *
 * <p>A configuration holds no secrets, only where they are: paths are shown. Ids, account names and regions may come
 * from the environment, but are labels and headers, which everybody sees anyway. One danger remains, a key that was
 * put by mistake where the name of a role or profile belongs: such a value is masked, and then does not read back.
 */
public final class ConfigYaml {

    static final String MASKED = "<masked>";

    private static final Pattern LIKE_A_KEY =
            Pattern.compile("(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])[A-Za-z0-9+/=_%-]{32,}|AKID.*");

    private static final int OUTLINED_ITEMS = 10;

    private final int mostItems;

    private ConfigYaml(int mostItems) {
        this.mostItems = mostItems;
    }

    /** The whole configuration. */
    public static String render(ExporterConfig config) {
        return YamlWriter.of(new ConfigYaml(Integer.MAX_VALUE).root(config));
    }

    /** The configuration with long lists cut short, for people; it does not read back. */
    public static String outline(ExporterConfig config) {
        return YamlWriter.of(new ConfigYaml(OUTLINED_ITEMS).root(config));
    }

    private Map<String, Object> root(ExporterConfig config) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("time_zone", text(config.timeZone().getId()));
        root.put("settle_time", config.settleTime());
        root.put("max_age", config.maxAge());
        root.put("idle_poll_interval", config.idlePollInterval());
        root.put("intervals", intervals(config.pollIntervals()));
        root.put("accounts", config.accounts().stream().map(this::account).toList());
        return root;
    }

    private static Map<String, Object> intervals(Map<StatisticInterval, Duration> pollIntervals) {
        Map<String, Object> intervals = new LinkedHashMap<>();
        for (StatisticInterval interval : StatisticInterval.values()) {
            Optional.ofNullable(pollIntervals.get(interval))
                    .ifPresent(each -> intervals.put(interval.label(), Map.of("poll_interval", each)));
        }
        return intervals;
    }

    private Map<String, Object> account(AccountConfig config) {
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("name", text(config.name()));
        account.put("endpoint", text(config.endpoint().toString()));
        config.region().ifPresent(region -> account.put("region", text(region)));
        account.put("requests_per_second", config.requestsPerSecond());
        account.put("credentials", credentials(config.credentials()));
        account.put("projects", projects(config));
        return account;
    }

    private Object projects(AccountConfig config) {
        if (config.discovery().isEmpty()) {
            return list(config.projects().stream().map(this::project).toList());
        }
        ProjectDiscovery discovery = config.discovery().get();
        Map<String, Object> projects = discovery(discovery.projects());
        discovery.devices().ifPresent(devices -> projects.put("devices", discovery(devices)));
        return projects;
    }

    private Map<String, Object> project(ProjectConfig config) {
        Map<String, Object> project = new LinkedHashMap<>();
        project.put("id", text(config.id()));
        project.put("devices", devices(config));
        return project;
    }

    private Object devices(ProjectConfig config) {
        return config.discovery().isPresent() ? discovery(config.discovery().get()) : texts(config.devices());
    }

    private Map<String, Object> discovery(IdFilter filter) {
        Map<String, Object> discovery = new LinkedHashMap<>();
        discovery.put("discover", true);
        discovery.put("include", texts(filter.include()));
        discovery.put("exclude", texts(filter.exclude()));
        discovery.put("max", filter.max());
        return discovery;
    }

    private List<Object> texts(List<String> values) {
        return list(values.stream().map(ConfigYaml::text).toList());
    }

    private static Map<String, Object> credentials(CredentialsConfig config) {
        return config.map(new CredentialsConfig.Cases<>(
                env -> Map.of("env", Map.of()),
                file -> {
                    Map<String, Object> keys = new LinkedHashMap<>();
                    file.path().ifPresent(path -> keys.put("path", path(path)));
                    keys.put("profile", masked(file.profile()));
                    return Map.of("file", keys);
                },
                files -> {
                    Map<String, Object> keys = new LinkedHashMap<>();
                    keys.put("secret_id_file", path(files.secretIdFile()));
                    keys.put("secret_key_file", path(files.secretKeyFile()));
                    files.tokenFile().ifPresent(path -> keys.put("token_file", path(path)));
                    return Map.of("static", keys);
                },
                cvm -> Map.of(
                        "cvm_role",
                        cvm.role()
                                .map(ConfigYaml::masked)
                                .map(role -> Map.of("role", role))
                                .orElse(Map.of())),
                tke -> Map.of("tke_oidc", Map.of())));
    }

    private List<Object> list(List<?> items) {
        if (items.size() <= mostItems) {
            return List.copyOf(items);
        }
        List<Object> cut = new ArrayList<>(items.subList(0, mostItems));
        cut.add("… and " + (items.size() - mostItems) + " more");
        return cut;
    }

    private static String path(Path path) {
        return text(path.toString());
    }

    private static String masked(String name) {
        return LIKE_A_KEY.matcher(name).matches() ? MASKED : text(name);
    }

    /** A value that must not be taken for a variable when it is read back. */
    private static String text(String value) {
        return value.replace("${", "$${");
    }
}
