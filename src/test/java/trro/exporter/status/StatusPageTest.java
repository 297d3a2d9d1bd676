package trro.exporter.status;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.FleetBuilder.device;
import static trro.exporter.support.FleetBuilder.project;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.model.PollTarget;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FleetBuilder;
import trro.exporter.time.Moment;

class StatusPageTest {

    private final FakeTime time = new FakeTime("2026-11-22T08:30:00Z");

    @Test
    void showsAnAnsweredTargetWithItsAgeAndFigures() {
        FleetBuilder fleet = new FleetBuilder(time, project("p")).answered(project("p"), 1234, 0);
        time.advance(Duration.ofSeconds(12));
        time.setWallClock(time.now().plusSeconds(300)); // ages do not follow it

        TargetRow row = targets(fleet, StatusQuery.ALL).rows().get(0);

        assertThat(row.condition()).isEqualTo(TargetCondition.ANSWERED);
        assertThat(row.answer())
                .hasValue(new TargetRow.Answer(
                        Instant.parse("2026-11-22T08:30:00Z"),
                        Duration.ofSeconds(12),
                        Duration.ofMinutes(1),
                        false,
                        false,
                        "request-p"));
        assertThat(row.current()).hasValue(new TargetRow.Figures(1234, Optional.of("20 %")));
        assertThat(row.previous()).hasValue(new TargetRow.Figures(0, Optional.empty()));
    }

    @Test
    void showsTheProblemOfAFailedTargetAndKeepsItsFigures() {
        FleetBuilder fleet = new FleetBuilder(time, project("p"))
                .answered(project("p"), 4, 2)
                .failed(project("p"), "ResourceNotFound", "ResourceNotFound: no such project; check the ids");

        String page = page(fleet, StatusQuery.ALL);

        assertThat(page)
                .contains("<span class=\"state state-failed\">failed</span>")
                .contains("<strong>ResourceNotFound</strong> <span class=\"quiet\">2026-11-22 08:30:00 UTC</span>")
                .contains("<bdi>no such project; check the ids</bdi>")
                .contains("<code>request-of-failure</code>")
                .contains("Answered before, 2026-11-22 08:30:00 UTC, RequestId <code>request-p</code>")
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
    void marksAnAnswerThatIsATenthOlderThanPromised() {
        FleetBuilder fleet = new FleetBuilder(time, project("p")).answered(project("p"), 4, 2);

        time.advance(Duration.ofSeconds(66));
        assertThat(targets(fleet, StatusQuery.ALL).rows().get(0).condition()).isEqualTo(TargetCondition.ANSWERED);
        assertThat(page(fleet, StatusQuery.ALL))
                .contains("1 min 6 s ago</span> <span class=\"quiet\">promised 1 min</span>");

        time.advance(Duration.ofNanos(1));
        assertThat(page(fleet, StatusQuery.ALL))
                .contains("<span class=\"state state-late\">late</span>")
                .contains("1 min 6 s ago</span> <strong class=\"late\">late: promised 1 min</strong>");
    }

    @Test
    void marksAFailedTargetsOldAnswerToo() {
        FleetBuilder fleet = new FleetBuilder(time, project("p"))
                .answered(project("p"), 4, 2)
                .failed(project("p"), "Timeout", "slow");
        time.advance(Duration.ofMinutes(2));

        TargetRow row = targets(fleet, StatusQuery.ALL).rows().get(0);

        assertThat(row.condition()).isEqualTo(TargetCondition.FAILED);
        assertThat(row.answer().orElseThrow().late()).isTrue();
    }

    @Test
    void dropsFiguresThatAreTooOld() {
        FleetBuilder fleet = new FleetBuilder(time, project("p")).answered(project("p"), 4, 2);
        time.advance(Duration.ofHours(1).plusNanos(1));

        TargetRow row = targets(fleet, StatusQuery.ALL).rows().get(0);

        assertThat(row.answer().orElseThrow().tooOld()).isTrue();
        assertThat(row.previous()).isEmpty(); // though what was current then is previous now
    }

    @Test
    void escapesHostileIdsAndMessages() {
        PollTarget hostile = device("\"><img src=x onerror=alert(1)>", "<script>'&`=\u202e日本");
        FleetBuilder fleet = new FleetBuilder(time, hostile).failed(hostile, "<b>", "</bdi><script>alert(2)</script>");

        String page = page(fleet, query("<script>'", Optional.empty(), 1));

        assertThat(page)
                .doesNotContain("<script", "<img", "<b>", "</bdi><script")
                .contains("&lt;script&gt;&#39;&amp;&#x60;&#x3D;\u202e日本")
                .contains("&quot;&gt;&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;")
                .contains("value=\"&lt;script&gt;&#39;\"");
    }

    @Test
    void cutsAnEndlessMessage() {
        FleetBuilder fleet = new FleetBuilder(time, project("p")).failed(project("p"), "X", "y".repeat(100_000));

        assertThat(page(fleet, StatusQuery.ALL))
                .contains("y".repeat(1000) + "…")
                .hasSizeLessThan(10_000);
    }

    @Test
    void showsProjectsFirstAndAHundredRowsAPage() {
        TargetsView first = targets(manyDevices(), StatusQuery.ALL);
        TargetsView last = targets(manyDevices(), query("", Optional.empty(), 3));

        assertThat(first.rows()).hasSize(100);
        assertThat(first.rows().subList(0, 2))
                .extracting(row -> row.target().projectId())
                .containsExactly("a", "z");
        assertThat(first.range()).isEqualTo("1 to 100 of 252");
        assertThat(first.pages())
                .hasValue(new TargetsView.Pages(
                        1, 3, Optional.empty(), Optional.empty(), Optional.of("?page=2"), Optional.of("?page=3")));
        assertThat(last.range()).isEqualTo("201 to 252 of 252");
        assertThat(last.pages())
                .hasValue(new TargetsView.Pages(
                        3, 3, Optional.of("?"), Optional.of("?page=2"), Optional.empty(), Optional.empty()));
    }

    @Test
    void showsTheLastPageWhenALaterOneIsAskedFor() {
        assertThat(targets(manyDevices(), query("", Optional.empty(), 9)).range())
                .isEqualTo("201 to 252 of 252");
    }

    @Test
    void filtersByTextAndCondition() {
        FleetBuilder fleet = manyDevices().failed(device("a", "dev7"), "Timeout", "slow");

        assertThat(targets(fleet, query("DEV7", Optional.empty(), 1)).rows())
                .hasSize(11) // dev7, dev70 to dev79
                .allSatisfy(
                        row -> assertThat(row.target().deviceId().orElseThrow()).startsWith("dev7"));
        assertThat(targets(fleet, query("dev7", Optional.of(TargetCondition.FAILED), 1))
                        .rows())
                .extracting(row -> row.target().deviceId().orElseThrow())
                .containsExactly("dev7");
    }

    @Test
    void showsOneProjectAloneWithItsOwnCounts() {
        FleetBuilder fleet = manyDevices().failed(device("a", "dev7"), "Timeout", "slow");

        TargetsView all = targets(fleet, StatusQuery.ALL);
        TargetsView z = targets(fleet, StatusQuery.ALL.ofProject("z"));

        assertThat(all.rows().get(1).address()).isEqualTo("?project=z");
        assertThat(z.rows()).extracting(row -> row.target().projectId()).containsExactly("z");
        assertThat(z.conditions())
                .extracting(choice -> choice.count() + " " + choice.text() + " " + choice.address())
                .containsExactly(
                        "1 target ?project=z",
                        "0 answered ?project=z&state=answered",
                        "0 late ?project=z&state=late",
                        "0 failed ?project=z&state=failed",
                        "1 not asked yet ?project=z&state=not-asked");
        assertThat(page(fleet, StatusQuery.ALL.ofProject("z")))
                .contains("<h2>Project <bdi>z</bdi> <a href=\"?\">All projects</a></h2>")
                .contains("<input type=\"hidden\" name=\"project\" value=\"z\">");
    }

    @Test
    void saysSoWhenNothingMatches() {
        assertThat(page(manyDevices(), query("nothing", Optional.empty(), 1)))
                .contains("<caption>Targets: none</caption>")
                .contains("No target matches. <a href=\"?\">Show all</a>");
    }

    @Test
    void countsEveryTargetByItsState() {
        FleetBuilder fleet =
                manyDevices().failed(project("a"), "Timeout", "slow").answered(project("z"), 1, 1);
        time.advance(Duration.ofSeconds(67));
        fleet.answered(device("a", "dev1"), 1, 1);

        assertThat(targets(fleet, StatusQuery.ALL).conditions())
                .extracting(choice -> choice.count() + " " + choice.text() + " " + choice.address())
                .containsExactly(
                        "252 targets ?",
                        "1 answered ?state=answered",
                        "1 late ?state=late",
                        "1 failed ?state=failed",
                        "249 not asked yet ?state=not-asked");
    }

    @Test
    void isBuiltOnceForTwoHundredThousandTargets() {
        PollTarget[] targets = IntStream.range(0, 200_000)
                .mapToObj(i -> device("p", "dev" + i))
                .toArray(PollTarget[]::new);

        String page = page(new FleetBuilder(time, targets), query("", Optional.empty(), 2000));

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

    private static StatusQuery query(String text, Optional<TargetCondition> condition, int page) {
        return new StatusQuery(View.TARGETS, false, Optional.empty(), text, condition, page);
    }

    private TargetsView targets(FleetBuilder fleet, StatusQuery query) {
        return TargetsView.of(fleet.status(), query, Moment.now(time));
    }

    private String page(FleetBuilder fleet, StatusQuery query) {
        return StatusPage.render(StatusView.of(fleet.status(), query, "/metrics", Moment.now(time)));
    }
}
