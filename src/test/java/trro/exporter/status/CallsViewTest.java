package trro.exporter.status;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.FleetBuilder.project;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.CallRecord;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FleetBuilder;
import trro.exporter.time.Moment;

class CallsViewTest {

    private static final String ACTION = "DescribeSessionStatisticsByInterval";

    private final FakeTime time = new FakeTime("2026-11-22T08:30:00.250Z");
    private final FleetBuilder fleet = new FleetBuilder(time, project("p"));

    /** A word that may break anywhere makes its column as narrow as a letter: "O / K". */
    @Test
    void theCodeOfACallIsNotBrokenInTwo() {
        assertThat(StatusPage.STYLE.replaceAll("\\s+", " "))
                .contains(".calls .state { border-radius: 0.5rem; overflow-wrap: break-word;")
                .doesNotContain(".calls .state { overflow-wrap: anywhere");
    }

    @Test
    void showsThePaceItsUseAndHowLongAFullPassTakes() {
        Budget budget =
                new Budget("main", ACTION, 16, 16 / 1.03, 780, Optional.of(new Budget.Queue(603, 4, 2, 11.216)));

        assertThat(page(View.CALLS, List.of(budget), List.of()))
                .containsSubsequence(
                        "<bdi>main</bdi>",
                        "<bdi>" + ACTION + "</bdi>",
                        ">15.5 calls/s</td>",
                        ">16 calls/s</td>",
                        ">780 of 932</td>",
                        ">603 targets <span class=\"quiet\">4 overdue, 2 under way</span></td>",
                        ">39 s</td>",
                        ">11.2 calls/s</td>");
    }

    @Test
    void saysSoWhenThePaceIsSlowedAndTooMuchIsWanted() {
        Budget budget = new Budget("main", ACTION, 16, 8, 400, Optional.of(new Budget.Queue(30_000, 9, 1, 558.3)));

        String calls = page(View.CALLS, List.of(budget), List.of());
        String targets = page(View.TARGETS, List.of(budget), List.of());

        assertThat(calls)
                .contains("8.0 calls/s <span class=\"state state-late\">slowed by throttling</span>")
                .contains("30,000 targets <span class=\"quiet\">9 overdue, 1 under way</span>")
                .contains(">1 h 2 min</td>")
                .contains("558.3 calls/s <span class=\"state state-late\">more than the pace</span>");
        assertThat(targets)
                .contains(
                        "<a href=\"?view&#x3D;calls\">Budget of <bdi>main</bdi></a>: 400 of 932 calls used in the last"
                                + " minute, 1 under way, 9 overdue; a full pass takes 1 h 2 min.")
                .contains("slowed by throttling", "more is wanted than the pace allows");
    }

    @Test
    void anActionThatIsCalledNowAndThenHasNoQueue() {
        Budget budget = new Budget("main", "DescribeProjectList", 1, 1 / 1.03, 0, Optional.empty());

        assertThat(page(View.CALLS, List.of(budget), List.of()))
                .contains("<bdi>DescribeProjectList</bdi>", "0.97 calls/s", "now and then");
        assertThat(page(View.TARGETS, List.of(budget), List.of())).doesNotContain("Budget of");
    }

    @Test
    void showsEachCallWithWhatTellsItApart() {
        CallRecord answered = new CallRecord(
                "main",
                new CallRecord.Question(
                        ACTION, Optional.of("p"), Optional.of("<truck>"), Optional.of(StatisticInterval.DAY)),
                time.now(),
                Duration.ofMillis(1_082),
                "OK",
                Optional.of("request-1"));
        CallRecord failed = new CallRecord(
                "other",
                new CallRecord.Question("DescribeProjectList", Optional.empty(), Optional.empty(), Optional.empty()),
                time.now(),
                Duration.ZERO,
                "Timeout",
                Optional.empty());

        assertThat(page(View.CALLS, List.of(), List.of(failed, answered)).replaceAll("\n", ""))
                .contains("""
                        <td role="cell" data-label="Sent">2026-11-22 08:30:00.250 UTC</td>
                        <td role="cell" data-label="Account"><bdi>other</bdi></td>
                        <td role="cell" data-label="Action" class="action"><bdi>DescribeProjectList</bdi></td>
                        <td role="cell" data-label="Project" class="project"></td>
                        <td role="cell" data-label="Device"></td>
                        <td role="cell" data-label="Interval"></td>
                        <td role="cell" data-label="Milliseconds" class="number">0</td>
                        <td role="cell" data-label="Code"><span class="state state-failed">Timeout</span></td>
                        <td role="cell" data-label="RequestId" class="request"><span class="quiet">none</span></td>
                        """.replaceAll("\n", ""))
                .containsSubsequence(
                        "<bdi>other</bdi>",
                        "<bdi>main</bdi>",
                        "<bdi>&lt;truck&gt;</bdi>",
                        ">day<",
                        ">1,082<",
                        "<span class=\"state state-answered\">OK</span>",
                        "<code>request-1</code>");
    }

    @Test
    void saysSoWhenNothingWasSentYet() {
        assertThat(page(View.CALLS, List.of(), List.of())).contains("No call was sent yet.");
    }

    private String page(View view, List<Budget> budgets, List<CallRecord> calls) {
        return StatusPage.render(
                StatusView.of(fleet.status(budgets, calls), StatusQuery.ALL.in(view), "/metrics", Moment.now(time)));
    }
}
