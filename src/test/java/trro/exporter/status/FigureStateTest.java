package trro.exporter.status;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.FleetBuilder.device;
import static trro.exporter.support.FleetBuilder.project;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FleetBuilder;
import trro.exporter.time.Moment;

/** The page says which figures are final, why one is missing, and where a question goes on. */
class FigureStateTest {

    private final FakeTime time = new FakeTime("2026-11-22T08:05:00Z");

    private String page(FleetBuilder fleet) {
        return page(fleet, StatusQuery.ALL);
    }

    private String page(FleetBuilder fleet, StatusQuery query) {
        return StatusPage.render(StatusView.of(fleet.status(), query, "/metrics", Moment.now(time)));
    }

    @Test
    void aClosedIntervalIsFinalOnceItWasAskedForAfterItHadSettled() {
        FleetBuilder fleet = new FleetBuilder(time, project("p")).answered(project("p"), 4, 2);
        assertThat(page(fleet)).contains("<span class=\"quiet\">may still change</span>");

        time.advance(Duration.ofMinutes(5));
        assertThat(page(fleet))
                .as("settled, but not asked for")
                .contains("<span class=\"quiet\">may still change</span>");

        fleet.answered(project("p"), 4, 2);
        assertThat(page(fleet))
                .contains("<span class=\"quiet\">final</span>")
                .doesNotContain("<span class=\"quiet\">may still change</span>");
    }

    @Test
    void whoWasNeverAnsweredIsToldApartFromWhoIsNoLonger() {
        FleetBuilder fleet = new FleetBuilder(time, project("p"), device("p", "new"))
                .answered(project("p"), 4, 2)
                .failed(device("p", "new"), "ResourceNotFound", "no such device");
        assertThat(page(fleet)).contains("never answered, the latest poll failed: ResourceNotFound");

        time.advance(Duration.ofMinutes(61));
        assertThat(page(fleet)).contains("<span class=\"quiet\">not confirmed for 1 h</span>");
    }

    @Test
    void rightAfterAnIntervalBeganItIsNotAskedForYet() {
        time.advance(Duration.ofMinutes(54).plusSeconds(50));
        FleetBuilder fleet = new FleetBuilder(time, project("p")).answered(project("p"), 4, 2);
        time.advance(Duration.ofSeconds(20));

        assertThat(page(fleet))
                .contains("<span class=\"quiet\">not asked for yet in the new interval</span>")
                .contains("4 <span class=\"quiet\">20 % not bad</span> <span class=\"quiet\">may still change</span>");
    }

    @Test
    void whatNobodyAsksForIsCounted() {
        FleetBuilder fleet = new FleetBuilder(time, project("p")).notPolled("p", 3, 1200);

        assertThat(page(fleet))
                .contains("Not polled: 3 of the devices are excluded by the configuration."
                        + " 1,200 of the devices are dropped since there are too many.");
        assertThat(page(fleet, StatusQuery.ALL.ofProject("q"))).doesNotContain("Not polled:");
        assertThat(page(new FleetBuilder(time, project("p")).notPolled("p", 0, 0)))
                .doesNotContain("Not polled:");
    }

    @Test
    void linksLeadOnWhereTheyAreConfigured() {
        FleetBuilder fleet = new FleetBuilder(time, project("p"), device("p", "a b"))
                .linked("https://grafana.example.com/base/", "https://wiki.example.com/trro");

        assertThat(page(fleet).replace("&#x3D;", "=").replace("&amp;", "&"))
                .contains("<a href=\"https://grafana.example.com/base/d/trro-fleet\">Dashboards</a>")
                .contains("<a href=\"https://wiki.example.com/trro\">Runbook</a>")
                .contains("<a href=\"https://grafana.example.com/base/d/trro-fleet?var-project_id=p\">Dashboard</a>")
                .contains("/d/trro-device?var-project=p&var-device=a%20b\">Dashboard</a>");
        assertThat(page(new FleetBuilder(time, project("p")))).doesNotContain("Dashboard", "Runbook");
    }

    @Test
    void theFiguresOfNothingAreNoFinalOnes() {
        assertThat(page(new FleetBuilder(time, project("p"))))
                .contains("<span class=\"quiet\">unknown</span> <span class=\"quiet\">never answered</span>")
                .doesNotContain("final</span>");
    }
}
