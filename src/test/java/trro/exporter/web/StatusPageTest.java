package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.web.FleetBuilder.device;
import static trro.exporter.web.FleetBuilder.project;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.model.PollTarget;
import trro.exporter.support.FakeTime;

class StatusPageTest {

    private final FakeTime time = new FakeTime("2026-11-22T08:30:00Z");

    @Test
    void showsAnAnsweredTargetWithItsAgeAndFigures() {
        FleetBuilder fleet = new FleetBuilder(time, project("p")).answered(project("p"), 1234, 0);
        time.advance(Duration.ofSeconds(12));
        time.setWallClock(time.now().plusSeconds(300)); // ages do not follow it

        TargetRow row = view(fleet, StatusQuery.ALL).rows().get(0);

        assertThat(row.condition()).isEqualTo(Condition.ANSWERED);
        assertThat(row.answer()).hasValue(new TargetRow.Answer("2026-11-22 08:30:00 UTC", "12 s", false, "request-p"));
        assertThat(row.current()).hasValue(new TargetRow.Figures("1,234", Optional.of("20 %")));
        assertThat(row.previous()).hasValue(new TargetRow.Figures("0", Optional.empty()));
    }

    @Test
    void showsTheProblemOfAFailedTargetAndKeepsItsFigures() {
        FleetBuilder fleet = new FleetBuilder(time, project("p"))
                .answered(project("p"), 4, 2)
                .failed(project("p"), "ResourceNotFound", "project not found");

        String page = page(fleet, StatusQuery.ALL);

        assertThat(page)
                .contains("<span class=\"state state-failed\">failed</span>")
                .contains("<strong>ResourceNotFound</strong> <span class=\"quiet\">2026-11-22 08:30:00 UTC</span>")
                .contains("<bdi>project not found</bdi>")
                .contains("Check that this id exists in TRRO's console.".replace("'", "&#39;"))
                .contains("<code>request-of-failure</code>")
                .contains("4 <span class=\"quiet\">20 % not bad</span>");
    }

    @Test
    void saysWhatIsUnknownInWords() {
        String page = page(new FleetBuilder(time, project("p")), StatusQuery.ALL);

        assertThat(page)
                .contains("<span class=\"state state-not-asked\">not asked yet</span>")
                .contains("<span class=\"quiet\">never</span>")
                .contains("<span class=\"quiet\">unknown</span>");
    }

    @Test
    void dropsFiguresThatAreTooOld() {
        FleetBuilder fleet = new FleetBuilder(time, project("p")).answered(project("p"), 4, 2);
        time.advance(Duration.ofHours(1).plusNanos(1));

        TargetRow row = view(fleet, StatusQuery.ALL).rows().get(0);

        assertThat(row.answer().orElseThrow().tooOld()).isTrue();
        assertThat(row.previous()).isEmpty(); // though what was current then is previous now
    }

    @Test
    void escapesHostileIdsAndMessages() {
        PollTarget hostile = device("\"><img src=x onerror=alert(1)>", "<script>'&`=\u202e日本");
        FleetBuilder fleet = new FleetBuilder(time, hostile).failed(hostile, "<b>", "</bdi><script>alert(2)</script>");

        String page = page(fleet, new StatusQuery("<script>'", Optional.empty(), 1));

        assertThat(page)
                .doesNotContain("<script", "<img", "<b>", "</bdi><script")
                .contains("&lt;script&gt;&#39;&amp;&#x60;&#x3D;\u202e日本")
                .contains("&quot;&gt;&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;")
                .contains("value=\"&lt;script&gt;&#39;\"");
    }

    @Test
    void cutsAnEndlessMessage() {
        FleetBuilder fleet = new FleetBuilder(time, project("p")).failed(project("p"), "X", "y".repeat(100_000));

        assertThat(page(fleet, StatusQuery.ALL)).contains("y".repeat(400) + "…").hasSizeLessThan(10_000);
    }

    @Test
    void showsProjectsFirstAndAHundredRowsAPage() {
        StatusView first = view(manyDevices(), StatusQuery.ALL);
        StatusView last = view(manyDevices(), new StatusQuery("", Optional.empty(), 3));

        assertThat(first.rows()).hasSize(100);
        assertThat(first.rows().subList(0, 2)).extracting(TargetRow::project).containsExactly("a", "z");
        assertThat(first.range()).isEqualTo("1 to 100 of 252");
        assertThat(first.pages())
                .hasValue(new StatusView.Pages(
                        "1", "3", Optional.empty(), Optional.empty(), Optional.of("?page=2"), Optional.of("?page=3")));
        assertThat(last.range()).isEqualTo("201 to 252 of 252");
        assertThat(last.pages())
                .hasValue(new StatusView.Pages(
                        "3", "3", Optional.of("?page=1"), Optional.of("?page=2"), Optional.empty(), Optional.empty()));
    }

    @Test
    void showsTheLastPageWhenALaterOneIsAskedFor() {
        assertThat(view(manyDevices(), new StatusQuery("", Optional.empty(), 9)).range())
                .isEqualTo("201 to 252 of 252");
    }

    @Test
    void filtersByTextAndCondition() {
        FleetBuilder fleet = manyDevices().failed(device("a", "dev7"), "Timeout", "slow");

        assertThat(view(fleet, new StatusQuery("DEV7", Optional.empty(), 1)).rows())
                .hasSize(11) // dev7, dev70 to dev79
                .allSatisfy(row -> assertThat(row.device().orElseThrow()).startsWith("dev7"));
        assertThat(view(fleet, new StatusQuery("dev7", Optional.of(Condition.FAILED), 1))
                        .rows())
                .extracting(row -> row.device().orElseThrow())
                .containsExactly("dev7");
    }

    @Test
    void saysSoWhenNothingMatches() {
        assertThat(page(manyDevices(), new StatusQuery("nothing", Optional.empty(), 1)))
                .contains("<caption>Targets: none</caption>")
                .contains("No target matches. <a href=\"?\">Show all</a>");
    }

    @Test
    void countsEveryTargetByItsState() {
        FleetBuilder fleet = manyDevices()
                .failed(project("a"), "Timeout", "slow")
                .answered(project("z"), 1, 1)
                .answered(device("a", "dev1"), 1, 1);

        assertThat(view(fleet, StatusQuery.ALL).choices())
                .extracting(choice -> choice.count() + " " + choice.text() + " " + choice.address())
                .containsExactly(
                        "252 targets ?page=1",
                        "2 answered ?state=answered&page=1",
                        "1 failed ?state=failed&page=1",
                        "249 not asked yet ?state=not-asked&page=1");
    }

    @Test
    void isBuiltOnceForTwoHundredThousandTargets() {
        PollTarget[] targets = IntStream.range(0, 200_000)
                .mapToObj(i -> device("p", "dev" + i))
                .toArray(PollTarget[]::new);

        String page = page(new FleetBuilder(time, targets), new StatusQuery("", Optional.empty(), 2000));

        assertThat(page).contains("Targets: 199,901 to 200,000 of 200,000").hasSizeLessThan(200_000);
    }

    private FleetBuilder manyDevices() {
        return new FleetBuilder(
                time,
                Stream.concat(
                                Stream.of(project("z"), project("a")),
                                IntStream.range(0, 250).mapToObj(i -> device("a", "dev" + i)))
                        .toArray(PollTarget[]::new));
    }

    private StatusView view(FleetBuilder fleet, StatusQuery query) {
        return StatusView.of(fleet.status(), query, "/metrics", Moment.now(time));
    }

    private String page(FleetBuilder fleet, StatusQuery query) {
        return StatusPage.render(view(fleet, query));
    }
}
