package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.model.IdFilter;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.Golden;
import trro.exporter.yaml.ProblemsException;

class ConfigYamlTest {

    private static final Path FILE = Path.of("trro.yml");

    @Test
    void writesTheExampleWithEveryDefault() throws Exception {
        Golden.assertEquals("config/example.yml", ConfigYaml.render(read(ExampleConfigTest.example())));
    }

    @Test
    void writesEverySourceOfCredentialsAndEveryDiscovery() throws Exception {
        List<CredentialsConfig> sources = List.of(
                new CredentialsConfig.Env(),
                new CredentialsConfig.File(Optional.of(Path.of("/etc/trro/credentials")), "ops"),
                new CredentialsConfig.Static(
                        Path.of("/run/secrets/id"),
                        Path.of("/run/secrets/key"),
                        Optional.of(Path.of("/run/secrets/token"))),
                new CredentialsConfig.CvmRole(Optional.of("trro-reader")),
                new CredentialsConfig.TkeOidc());
        IdFilter trucks = new IdFilter(List.of("truck-.*"), List.of("truck-9", "0012"), 7);
        List<ProjectConfig> projects = List.of(
                new ProjectConfig("0012345678", List.of("dev1", "yes", "a: b", "${HOME}")),
                new ProjectConfig("p", List.of(), Optional.of(trucks)),
                new ProjectConfig("q", List.of()));

        List<AccountConfig> accounts = new ArrayList<>();
        for (CredentialsConfig source : sources) {
            accounts.add(new AccountConfig(
                    "account " + accounts.size(), Defaults.ENDPOINT, Optional.empty(), source, 20, projects));
        }
        accounts.add(new AccountConfig(
                "discovering",
                URI.create("http://127.0.0.1:10206"),
                Optional.of("ap-singapore"),
                new CredentialsConfig.CvmRole(Optional.empty()),
                1,
                List.of(),
                Optional.of(new ProjectDiscovery(trucks, Optional.of(trucks)))));

        Golden.assertEquals(
                "config/everything.yml",
                ConfigYaml.render(new ExporterConfig(
                        ZoneId.of("+05:30"),
                        Duration.ofSeconds(90),
                        Duration.ofDays(7),
                        Duration.ofMinutes(7),
                        Map.of(StatisticInterval.DAY, Duration.ofMinutes(90)),
                        accounts)));
    }

    @Test
    void readsBackAsTheSameForTheExampleAndTheQuickStart() throws Exception {
        assertReadsBack(read(ExampleConfigTest.example()));
        assertReadsBack(QuickStart.of(List.of("f3glr49ry0i0xlm7", "0012345678")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env: {}",
                "file: {}",
                "file: { path: 'a key', profile: ops }",
                "static: { secret_id_file: id, secret_key_file: 'a key' }",
                "static: { secret_id_file: id, secret_key_file: 'a key', token_file: token }",
                "cvm_role: {}",
                "cvm_role: { role: trro-reader }",
                "tke_oidc: {}"
            })
    void readsBackAsTheSameForEverySourceOfCredentials(String credentials, @TempDir Path folder) throws Exception {
        for (String name : List.of("id", "a key", "token")) {
            Files.createFile(folder.resolve(name));
        }
        String text = "accounts: [{ credentials: { " + credentials + " }, projects: [{ id: p }] }]";

        assertReadsBack(ConfigLoader.FORMAT.parse(text, folder.resolve("trro.yml"), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discover",
                "{ discover: true }",
                "{ discover: true, include: ['a${HOME}$$', '[0-9]{2}'], exclude: ['.*-test', no], max: 7 }",
                "{ discover: true, devices: discover }",
                "{ discover: true, devices: { discover: true, include: ['truck-.*'], max: 20000 } }",
                "[{ id: p, devices: discover }, { id: q, devices: { discover: true, exclude: [x], max: 1 } }, { id: r }]"
            })
    void readsBackAsTheSameForEveryDiscovery(String projects) throws Exception {
        String text = "accounts: [{ projects: %s }]".formatted(projects);

        assertReadsBack(ConfigLoader.FORMAT.parse(text, FILE, Map.of("HOME", "[$]{1}")));
    }

    @Test
    void readsBackAsTheSameWhateverTheIdsLookLike() throws Exception {
        List<String> ids = List.of(
                "null",
                "~",
                "true",
                "No",
                "0012",
                "1e3",
                "${HOME}",
                "$${x",
                "- a",
                "a: b",
                "a #b",
                "'",
                "\"",
                "\\",
                "日本",
                "{",
                "@x",
                "💡",
                "x".repeat(128),
                "a\u00a0b",
                "discover");
        ExporterConfig config = new ExporterConfig(
                ZoneId.of("+05:30"),
                Duration.ofSeconds(90),
                Duration.ofDays(7),
                Duration.ofMinutes(7),
                Map.of(StatisticInterval.DAY, Duration.ofMinutes(90)),
                ids.stream().map(id -> account(id, ids)).toList());

        assertReadsBack(config);
    }

    private static AccountConfig account(String id, List<String> devices) {
        return new AccountConfig(
                id.length() > 64 ? "long" : id,
                Defaults.ENDPOINT,
                Optional.empty(),
                new CredentialsConfig.CvmRole(Optional.of("role-" + Math.floorMod(id.hashCode(), 1_000_000))),
                20,
                List.of(new ProjectConfig(id, devices)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE0", "AKIDshort"})
    void masksAKeyThatWasPutWhereANameBelongs(String key) throws Exception {
        for (String credentials : List.of("cvm_role: { role: %s }", "file: { profile: %s }")) {
            ExporterConfig config = read("accounts: [{ credentials: { " + credentials.formatted(key)
                    + " }, projects: [{ id: p, devices: [d] }] }]");

            assertThat(ConfigYaml.render(config)).doesNotContain(key).contains("\"<masked>\"");
            assertThat(ConfigYaml.outline(config)).doesNotContain(key).contains("\"<masked>\"");
        }
    }

    @Test
    void theOutlineCutsLongLists() throws Exception {
        List<String> devices = IntStream.range(0, 10_000).mapToObj(i -> "d" + i).toList();
        List<ProjectConfig> projects = IntStream.range(0, 11)
                .mapToObj(i -> new ProjectConfig("p" + i, devices))
                .toList();
        AccountConfig account = new AccountConfig(
                "main", Defaults.ENDPOINT, Optional.empty(), new CredentialsConfig.Env(), 16, projects);

        String outline = ConfigYaml.outline(new ExporterConfig(
                Defaults.TIME_ZONE, Defaults.SETTLE_TIME, Defaults.MAX_AGE, Defaults.POLL_INTERVALS, List.of(account)));

        assertThat(outline)
                .contains("d8, d9, \"… and 9990 more\"]", "      - \"… and 1 more\"\n")
                .doesNotContain("d10", "p10");
    }

    private static void assertReadsBack(ExporterConfig config) throws ProblemsException {
        String text = ConfigYaml.render(config);

        assertThat(read(text)).as(text).isEqualTo(config);
    }

    private static ExporterConfig read(String text) throws ProblemsException {
        return ConfigLoader.FORMAT.parse(text, FILE, Map.of());
    }
}
