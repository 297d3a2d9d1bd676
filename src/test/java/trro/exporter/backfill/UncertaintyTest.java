package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.backfill.PastApi.Habit;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.support.Permits;
import trro.exporter.support.Samples;
import trro.exporter.support.StatisticsOnly;

/** Nothing that is not known gets into a file, and what is missing is told. */
class UncertaintyTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Answers by a script for each question. */
    private interface Script extends StatisticsOnly {

        StatisticsAnswer answer(StatisticsQuery query) throws ApiException;

        @Override
        default StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) throws ApiException {
            permit.sent();
            return answer(query);
        }
    }

    private HistoryRun run() {
        return new HistoryRun(folder.resolve("history.om"), ZONE, "2026-10-20", "2026-11-04", Layout.Split.NONE);
    }

    private static ApiException failure(Kind kind, String code) {
        return new ApiException(kind, code, code + ": says the test", Optional.empty());
    }

    private StatisticsAnswer truth(StatisticsQuery query) throws ApiException {
        return new PastApi(ZONE, Habit.TELLS_ALL).sessionStatistics(query, Permits.one());
    }

    private Stream<String> samples(HistoryRun run, String kind) throws Exception {
        return Files.readAllLines(run.layout.output()).stream().filter(line -> line.startsWith("trro_" + kind));
    }

    @Test
    void ofAnIdleAccountItIsNotKnownWhetherRowsWereLeftOut() throws Exception {
        HistoryRun run = run();

        List<LeftOut> leftOut = run.run((Script) query -> new StatisticsAnswer("r", List.of()));

        assertThat(leftOut)
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.subjects()).isEqualTo(3));
        assertThat(samples(run, "project")).isEmpty();
        assertThat(samples(run, "interval")).isNotEmpty();
    }

    @Test
    void beforeTheOldestRowOfAllNothingIsZero() throws Exception {
        HistoryRun run = run();
        Instant oldest = Instant.parse("2026-10-25T04:00:00Z");

        List<LeftOut> leftOut = run.run((Script) query -> new StatisticsAnswer(
                "r",
                truth(query).rows().stream()
                        .filter(row -> query.target().interval() != StatisticInterval.HOUR
                                || !row.start().isBefore(oldest))
                        .toList()));

        assertThat(leftOut).hasSize(1);
        assertThat(leftOut.get(0).interval()).isEqualTo(StatisticInterval.HOUR);
        assertThat(leftOut.get(0).subjects()).isEqualTo(3);
        assertThat(leftOut.get(0).to()).isBetween(oldest, oldest.plus(Duration.ofHours(6)));
    }

    @Test
    void aDeviceThatDoesNotExistIsLeftOutAndNotAskedForOverAndOver() throws Exception {
        HistoryRun run = run();
        int[] calls = {0};

        List<LeftOut> leftOut = run.run((Script) query -> {
            if (query.target().deviceId().equals(Optional.of("d2"))) {
                calls[0]++;
                throw failure(Kind.NOT_FOUND, "ResourceNotFound");
            }
            return truth(query);
        });

        assertThat(leftOut)
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.example().deviceId()).hasValue("d2"));
        assertThat(calls[0]).isEqualTo(3);
        assertThat(samples(run, "device").filter(line -> line.contains("\"d2\"")))
                .isEmpty();
    }

    @Test
    void aRefusedKeyEndsItAndItGoesOnLater() throws Exception {
        HistoryRun run = run();
        PastApi api = new PastApi(ZONE, Habit.TELLS_ALL);
        Script refusing = query -> {
            if (api.queries().size() >= 12) {
                throw failure(Kind.UNAUTHORIZED, "AuthFailure.TokenFailure");
            }
            return api.sessionStatistics(query, Permits.one());
        };

        assertThatThrownBy(() -> run.run(refusing))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("AuthFailure.TokenFailure")
                .hasMessageEndingWith("mend that and run the same command again");
        assertThat(run.layout.output()).doesNotExist();

        PastApi after = new PastApi(ZONE, Habit.TELLS_ALL);
        assertThat(run.run(after)).isEmpty();
        assertThat(after.queries()).doesNotContainAnyElementsOf(api.answered());
    }

    @Test
    void aTrroThatFailsForLongEndsItAndAQuestionThatFailsIsLeftOut() throws Exception {
        HistoryRun run = run();
        assertThatThrownBy(() -> run.run((Script) query -> {
                    throw failure(Kind.NETWORK, "Timeout");
                }))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("Timeout");

        List<LeftOut> leftOut = run.run((Script) query -> {
            boolean poisoned = query.target().deviceId().equals(Optional.of("d1"))
                    && query.target().interval() == StatisticInterval.DAY;
            if (poisoned) {
                throw failure(Kind.MALFORMED, "Malformed");
            }
            return truth(query);
        });

        assertThat(leftOut).hasSize(1);
        assertThat(leftOut.get(0).example().deviceId()).hasValue("d1");
        assertThat(leftOut.get(0).interval()).isEqualTo(StatisticInterval.DAY);
    }

    /** Those that were looked at first were told everything at once. */
    @Test
    void aRangeThatIsRefusedOfOneDeviceAloneIsAskedForInHalves() throws Exception {
        HistoryRun run = run();

        assertThat(run.run((Script) query -> {
                    boolean isLong = Duration.between(query.from(), query.to()).compareTo(Duration.ofDays(3)) > 0;
                    boolean isHour = query.target().interval() == StatisticInterval.HOUR;
                    if (isLong && isHour && query.target().deviceId().equals(Optional.of("d2"))) {
                        throw failure(Kind.INVALID_REQUEST, "InvalidParameterValue");
                    }
                    return truth(query);
                }))
                .isEmpty();

        assertSameAsUndisturbed(run);
    }

    @Test
    void whatFailsTwiceIsAskedForOnceMore() throws Exception {
        HistoryRun run = run();
        Map<StatisticsQuery, Integer> attempts = new HashMap<>();

        assertThat(run.run((Script) query -> {
                    if (attempts.merge(query, 1, Integer::sum) <= 2) {
                        throw failure(Kind.SERVER, "InternalError");
                    }
                    return truth(query);
                }))
                .isEmpty();

        assertThat(attempts.values()).containsOnly(3);
        assertSameAsUndisturbed(run);
    }

    private void assertSameAsUndisturbed(HistoryRun run) throws Exception {
        HistoryRun plain =
                new HistoryRun(folder.resolve("plain.om"), ZONE, "2026-10-20", "2026-11-04", Layout.Split.NONE);
        plain.run(new PastApi(ZONE, Habit.TELLS_ALL));

        assertThat(run.layout.output()).hasSameBinaryContentAs(plain.layout.output());
    }

    @Test
    void rowsOfAnotherZoneAreNoDays() throws Exception {
        HistoryRun run = run();
        ZoneId other = ZoneId.of("UTC");

        List<LeftOut> leftOut = run.run(new PastApi(other, Habit.TELLS_ALL));

        assertThat(leftOut.stream().map(LeftOut::interval))
                .containsExactlyInAnyOrder(StatisticInterval.DAY, StatisticInterval.MONTH);
        assertThat(samples(run, "project").filter(line -> line.contains("interval=\"day\"")))
                .isEmpty();
    }

    /** Of the rows of an hour the one with the most sessions counts, in whatever order they come. */
    @Test
    void repeatedRowsCountOnce() throws Exception {
        HistoryRun run = run();

        assertThat(run.run((Script) query -> {
                    List<SessionStatistics> rows = truth(query).rows();
                    return new StatisticsAnswer(
                            "r",
                            Stream.concat(
                                            rows.stream(),
                                            rows.stream()
                                                    .filter(row -> row.sessions() > 1)
                                                    .map(row -> Samples.row(row.start(), row.start(), 1)))
                                    .sorted((one, two) -> Long.compare(two.sessions(), one.sessions()))
                                    .toList());
                }))
                .isEmpty();
        assertSameAsUndisturbed(run);
    }

    /** Whoever runs it says then what to do about the folder. */
    @Test
    void aJournalThatCannotBeWrittenIsAFailureOfTheFile() {
        int[] calls = {0};
        assertThatThrownBy(() -> run().run((Script) query -> {
                    StatisticsAnswer answer = truth(query);
                    if (++calls[0] > 2) { // after the first look
                        Thread.currentThread().interrupt(); // closes the journal's channel when it is written next
                    }
                    return answer;
                }))
                .isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
