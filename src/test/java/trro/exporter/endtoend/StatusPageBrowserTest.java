package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import trro.exporter.cli.DemoCommand;
import trro.exporter.config.ExporterConfig;
import trro.exporter.simulator.FaultPlan;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.support.RealBrowser;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;

/** What an operator does on the status page of a running fleet of which one project fails, in a real browser. */
@Slow
class StatusPageBrowserTest {

    private static final String REFRESHERS = "document.querySelectorAll('meta[http-equiv=refresh]').length";
    private static final String ROWS = "main tbody tr";

    private static final TimeSource time = new SystemTime();
    private static final Fleet fleet = Fleet.seeded(1, 3, 120);
    private static final String healthy = fleet.projects().get(0).id();
    private static final String broken = fleet.projects().get(1).id();
    private static final Simulator simulator = simulator();

    private static RealBrowser browser;
    private static RunningExporter exporter;

    private static Simulator simulator() {
        Faults faults = Faults.none();
        faults.set(broken, FaultPlan.NONE.failingWith("ResourceNotFound"));
        return new Simulator(time, fleet, List.of(Simulator.DEMO_ACCOUNT), SimulatorSettings.DEFAULT, faults);
    }

    @BeforeAll
    static void start() throws Exception {
        browser = RealBrowser.start();
        simulator.start("127.0.0.1", 0);
        ExporterConfig config = DemoCommand.config(fleet, simulator.port());
        StandInKey key = new StandInKey(
                Simulator.DEMO_ACCOUNT.secretId().reveal(),
                Simulator.DEMO_ACCOUNT.secretKey().reveal(),
                Optional.empty());
        exporter = RunningExporter.start(config, key, time);
        await().untilAsserted(() -> assertThat(
                        exporter.get("/?project=" + broken + "&state=failed").body())
                .contains("Targets: 1 to "));
    }

    @AfterAll
    static void stop() {
        Stream.of(exporter, simulator, browser).forEach(StatusPageBrowserTest::close);
    }

    private static void close(AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void open() {
        browser.screen(1400, 900, "light");
        browser.open("http://127.0.0.1:" + exporter.port() + "/");
    }

    @AfterEach
    void theBrowserHasNothingToComplainOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void findsTheFailingProjectAndWhatToDoAboutIt() {
        browser.click(".summary .state-failed a");
        assertThat(browser.texts(ROWS + " th")).isNotEmpty().containsOnly(broken);
        browser.clickLink(broken);

        assertThat(browser.text("h2")).startsWith("Project " + broken);
        assertThat(browser.texts(ROWS))
                .hasSizeGreaterThan(3)
                .allSatisfy(row -> assertThat(row).contains(broken));
        assertThat(browser.texts(ROWS + " .call").get(0))
                .contains("ResourceNotFound", "check the project and device ids", "RequestId ");
    }

    @Test
    void searchesADeviceOfAProject() {
        String device = fleet.projects().get(0).devices().get(3).id();

        browser.clickLink(healthy);
        browser.enter("input[type=search]", device.toUpperCase(Locale.ROOT));

        assertThat(browser.text("caption")).isEqualTo("Targets: 1 to 3 of 3");
        assertThat(browser.texts(ROWS + " .device")).containsOnly(device);
        assertThat(browser.find("input[type=search]").getDomProperty("value")).isEqualToIgnoringCase(device);
    }

    @Test
    void turnsPages() {
        browser.clickLink("Next");
        assertThat(browser.text("caption")).isEqualTo("Targets: 101 to 200 of 369");
        browser.clickLink("Last");
        assertThat(browser.text("caption")).isEqualTo("Targets: 301 to 369 of 369");
        browser.clickLink("Previous");
        browser.clickLink("First");
        assertThat(browser.text("caption")).isEqualTo("Targets: 1 to 100 of 369");
    }

    @Test
    void filtersByState() {
        browser.find("select[name=state]").sendKeys("answered");
        browser.click("form button");

        assertThat(browser.address()).contains("state=answered");
        assertThat(browser.texts(ROWS + " .state")).isNotEmpty().containsOnly("answered");
        browser.clickLink("Show all");
        assertThat(browser.texts(ROWS + " .state")).contains("failed");
    }

    @Test
    void reachesTheContentByTheFirstTab() {
        browser.find("body").sendKeys(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Skip to the content");

        browser.focused().sendKeys(Keys.ENTER);
        browser.focused().sendKeys(Keys.TAB);

        assertThat(browser.focused().getText()).endsWith("targets");
    }

    @Test
    void looksAtTheBudgetAndTheLatestCalls() {
        await().untilAsserted(() -> {
            browser.clickLink("Budget and calls");
            assertThat(browser.texts(".calls tbody tr")).hasSize(100);
        });

        assertThat(browser.texts(ROWS).get(0)).contains("demo", "15.5 calls/s", "16 calls/s", "369 targets", "24 s");
        assertThat(browser.texts(".calls tbody tr"))
                .allSatisfy(call -> assertThat(call)
                        .contains("demo", "DescribeSessionStatisticsByInterval", " UTC")
                        .containsAnyOf("OK", "ResourceNotFound", "Timeout"))
                .anySatisfy(call -> assertThat(call).contains(healthy, "OK"));
    }

    @Test
    void looksAtTheConfigurationAndReadsAllOfIt() {
        browser.clickLink("Configuration");
        String shown = browser.text("pre");
        browser.clickLink("all of it");
        String all = browser.text("body");

        assertThat(shown).contains("name: demo", "poll_interval: 10m", "… and ").doesNotContain("secret");
        assertThat(browser.address()).endsWith("/config");
        assertThat(all)
                .contains(
                        "name: demo", fleet.projects().get(2).devices().get(20).id());
    }

    @Test
    void refreshesItselfWithWhatWasAskedForUntilThatIsPaused() {
        browser.enter("input[type=search]", healthy);
        String address = browser.address();
        browser.evaluate("window.scrollTo(0, 300)");
        String age = browser.text(".answer");
        String asOf = asOf();

        await().untilAsserted(() -> assertThat(asOf()).isNotEqualTo(asOf));
        assertThat(browser.text(".answer")).isNotEqualTo(age);
        assertThat(browser.address()).isEqualTo(address);
        assertThat(browser.find("input[type=search]").getDomProperty("value")).isEqualTo(healthy);
        assertThat(browser.evaluate("window.scrollY")).isEqualTo("300");

        browser.clickLink("Pause refresh");
        assertThat(browser.text(".tabs p")).contains("Refresh is paused.");
        assertThat(browser.evaluate(REFRESHERS)).isEqualTo("0");
        browser.clickLink("Resume refresh");
        assertThat(browser.evaluate(REFRESHERS)).isEqualTo("1");
        assertThat(browser.address()).endsWith("?q=" + healthy);
    }

    private static String asOf() {
        return browser.text(".tabs p").replaceFirst("UTC.*", "");
    }

    @ParameterizedTest
    @CsvSource({
        "390, light",
        "390, dark",
        "320, light",
        "800, dark",
        "1100, light",
        "1200, light",
        "1400, dark",
        "1920, light"
    })
    void fitsEveryScreen(int width, String colours) {
        for (String query : List.of("", "?state=failed", "?view=calls", "?view=configuration")) {
            browser.screen(width, 844, colours);
            browser.open("http://127.0.0.1:" + exporter.port() + "/" + query);

            assertThat(Integer.parseInt(browser.evaluate("document.documentElement.scrollWidth")))
                    .as("%s at %d", query, width)
                    .isLessThanOrEqualTo(width);
            assertThat(browser.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
                    .isEqualTo(String.valueOf(colours.equals("dark")));
        }
    }

    @Test
    void keepsToItsPolicy() {
        HttpResponse<String> page = exporter.get("/");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none';")
                .doesNotContain("unsafe", "script-src");
        assertThat(page.body()).doesNotContain("<script", " style=", " onclick=");
        assertThat(browser.evaluate("performance.getEntriesByType('resource').map(each => new URL(each.name).host)"
                        + ".filter(host => host !== location.host).length"))
                .isEqualTo("0");
    }
}
