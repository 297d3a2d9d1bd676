package trro.exporter.status;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.FleetBuilder.project;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import trro.exporter.config.ConfigLoader;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FleetBuilder;
import trro.exporter.time.Moment;
import trro.exporter.web.TestServer;

class StatusFrameTest {

    private static final String REFRESH = "<meta http-equiv=\"refresh\" content=\"30\">";

    private final FakeTime time = new FakeTime("2026-11-22T08:30:00Z");

    @Test
    void refreshesWhatChangesUnlessItIsPaused() {
        StatusQuery query =
                new StatusQuery(View.TARGETS, false, Optional.of("p"), "x", Optional.of(TargetCondition.FAILED), 2);

        assertThat(page(query))
                .contains(REFRESH)
                .contains("As of 2026-11-22 08:30:00 UTC.")
                .contains("<a href=\"?project&#x3D;p&amp;q&#x3D;x&amp;state&#x3D;failed&amp;page&#x3D;2"
                        + "&amp;refresh&#x3D;off\">Pause refresh</a>")
                .doesNotContain("name=\"refresh\"");
        assertThat(page(query.withRefreshToggled()))
                .doesNotContain("http-equiv")
                .contains("Refresh is paused.")
                .contains("<a href=\"?project&#x3D;p&amp;q&#x3D;x&amp;state&#x3D;failed&amp;page&#x3D;2\">Resume"
                        + " refresh</a>")
                .contains("<input type=\"hidden\" name=\"refresh\" value=\"off\">");
        assertThat(page(StatusQuery.ALL.in(View.CALLS))).contains(REFRESH);
        assertThat(page(StatusQuery.ALL.in(View.CONFIGURATION))).doesNotContain("http-equiv", "Pause");
    }

    @Test
    void tellsWhichViewIsShown() {
        assertThat(page(StatusQuery.ALL.in(View.CALLS)))
                .contains("<a href=\"?\">Targets</a>")
                .contains("<a href=\"?view&#x3D;calls\" aria-current=\"page\">Budget and calls</a>")
                .contains("<a href=\"?view&#x3D;configuration\">Configuration</a>");
    }

    @Test
    void saysInEveryViewThatTheConfigurationCouldNotBeReloaded() {
        Status refused = new FleetBuilder(time, project("p"))
                .refused("trro.yml:1: accounts\n  is <7>")
                .status();

        assertThat(View.values()).allSatisfy(view -> {
            assertThat(StatusPage.render(StatusView.of(refused, StatusQuery.ALL.in(view), "/m", Moment.now(time))))
                    .contains("could not be reloaded</h2>", "At 2026-11-22 08:30:00 UTC a reload failed")
                    .contains("aria-label=\"Reason\">trro.yml:1: accounts\n  is &lt;7&gt;</pre>");
            assertThat(page(StatusQuery.ALL.in(view))).doesNotContain("could not be reloaded");
        });
    }

    @Test
    void saysInEveryViewWhomAReplicaFollows() {
        Status follower = new FleetBuilder(time, project("p"))
                .doesNotLead("it follows <pod>, which leads")
                .status();

        assertThat(View.values()).allSatisfy(view -> {
            assertThat(StatusPage.render(StatusView.of(follower, StatusQuery.ALL.in(view), "/m", Moment.now(time))))
                    .contains("This replica does not lead</h2>", "<p>it follows &lt;pod&gt;, which leads.</p>");
            assertThat(page(StatusQuery.ALL.in(view))).doesNotContain("does not lead");
        });
    }

    @Test
    void showsTheConfiguration() {
        assertThat(page(StatusQuery.ALL.in(View.CONFIGURATION)))
                .contains("<pre tabindex=\"0\" aria-label=\"Running configuration\">time_zone: Asia/Shanghai\n")
                .contains("devices: [truck-1]")
                .contains("<a href=\"config\">all of it as text</a>");
    }

    @Test
    void servesTheConfigurationAsTextThatReadsBack() throws Exception {
        try (TestServer server = TestServer.start()) {
            HttpResponse<String> response = server.get("/config");

            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(ConfigLoader.FORMAT.parse(response.body(), Path.of("trro.yml"), Map.of()))
                    .isEqualTo(FleetBuilder.CONFIG);
        }
    }

    private String page(StatusQuery query) {
        return StatusPage.render(
                StatusView.of(new FleetBuilder(time, project("p")).status(), query, "/metrics", Moment.now(time)));
    }
}
