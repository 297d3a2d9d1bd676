package trro.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.CallRecord;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FakeTrroApi;
import trro.exporter.support.Permits;

class MeteredTrroApiTest {

    private static final String REQUESTS =
            "trro_api_requests_total{account=\"main\",action=\"DescribeSessionStatisticsByInterval\",code=\"%s\"} %s\n";

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final FakeTrroApi api = new FakeTrroApi();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CallLog calls = new CallLog();
    private final MeteredTrroApi metered = new MeteredTrroApi(api, "main", new ExporterMetrics(registry), calls, time);

    private void call() throws ApiException, InterruptedException {
        metered.sessionStatistics(
                new StatisticsQuery(PollTarget.ofProject("p", StatisticInterval.HOUR), time.now(), time.now()),
                Permits.one());
    }

    @Test
    void countsAndTimesAnswers() throws ApiException, InterruptedException {
        api.answer(query -> {
            time.advance(Duration.ofMillis(80));
            return new StatisticsAnswer("r", List.of());
        });
        assertThat(registry.scrape()).contains(REQUESTS.formatted("OK", "0.0"));

        call();

        assertThat(registry.scrape())
                .contains(REQUESTS.formatted("OK", "1.0"))
                .contains("_bucket{action=\"DescribeSessionStatisticsByInterval\",le=\"0.05\"} 0")
                .contains("_bucket{action=\"DescribeSessionStatisticsByInterval\",le=\"0.1\"} 1")
                .contains("trro_api_request_duration_seconds_sum{action=\"DescribeSessionStatisticsByInterval\"} 0.08");
    }

    @Test
    void countsFailuresByCodeOfAClosedSet() {
        api.fail(ApiException.Kind.THROTTLED, "RequestLimitExceeded");
        assertThat(catchThrowable(this::call)).isInstanceOf(ApiException.class);
        api.fail(ApiException.Kind.SERVER, "SomethingNew.Today");
        assertThat(catchThrowable(this::call)).isInstanceOf(ApiException.class);

        assertThat(registry.scrape())
                .contains(REQUESTS.formatted("RequestLimitExceeded", "1.0"))
                .contains(REQUESTS.formatted("Other", "1.0"))
                .doesNotContain("SomethingNew");
    }

    @Test
    void countsEveryActionUnderItsOwnName() throws ApiException, InterruptedException {
        MeteredTrroApi lists = new MeteredTrroApi(new EmptyLists(), "main", new ExporterMetrics(registry), calls, time);
        PageQuery page = new PageQuery(1, 100);

        lists.list(ListAction.PROJECTS, ListAction.ACCOUNT, page, Permits.one());
        lists.list(ListAction.LICENSED_DEVICES, "p", page, Permits.one());
        lists.list(ListAction.REGISTERED_DEVICES, "p", page, Permits.one());
        lists.list(ListAction.RECENT_SESSIONS, "p", page, Permits.one());
        lists.list(ListAction.LICENSES, ListAction.ACCOUNT, page, Permits.one());

        assertThat(registry.scrape())
                .satisfies(text -> assertThat(TrroAction.values())
                        .filteredOn(action -> action != TrroAction.SESSION_STATISTICS_BY_INTERVAL)
                        .hasSize(5)
                        .allSatisfy(action -> assertThat(text)
                                .contains("trro_api_requests_total{account=\"main\",action=\"" + action.label()
                                        + "\",code=\"OK\"} 1.0")
                                .contains("_count{action=\"" + action.label() + "\"} 1")));
    }

    @Test
    void aPollWithoutAKeyIsNoRequest() {
        api.fail(ApiException.Kind.UNAUTHORIZED, "Credentials");

        assertThat(catchThrowable(this::call)).isInstanceOf(ApiException.class);

        assertThat(registry.scrape())
                .contains("trro_credentials_failures_total{account=\"main\"} 1.0")
                .doesNotContain("code=\"Credentials\"");
        assertThat(calls.latest()).isEmpty();
    }

    @Test
    void recordsWhatWasAskedWhenAndHowItEnded() throws ApiException, InterruptedException {
        PollTarget device = PollTarget.ofDevice("p", "truck-1", StatisticInterval.DAY);
        Instant sentAt = time.now();
        api.answer(query -> {
            time.advance(Duration.ofMillis(80));
            return new StatisticsAnswer("request-1", List.of());
        });
        metered.sessionStatistics(new StatisticsQuery(device, time.now(), time.now()), Permits.one());
        api.fail(ApiException.Kind.SERVER, "SomethingNew.Today");
        assertThat(catchThrowable(this::call)).isInstanceOf(ApiException.class);

        String action = "DescribeSessionStatisticsByInterval";
        assertThat(calls.latest())
                .containsExactly(
                        new CallRecord(
                                "main",
                                new CallRecord.Question(
                                        action,
                                        Optional.of("p"),
                                        Optional.empty(),
                                        Optional.of(StatisticInterval.HOUR)),
                                sentAt.plusMillis(80),
                                Duration.ZERO,
                                "SomethingNew.Today",
                                Optional.of("request-2")),
                        new CallRecord(
                                "main",
                                new CallRecord.Question(
                                        action,
                                        Optional.of("p"),
                                        Optional.of("truck-1"),
                                        Optional.of(StatisticInterval.DAY)),
                                sentAt,
                                Duration.ofMillis(80),
                                "OK",
                                Optional.of("request-1")));
        assertThat(calls.withinMinute("main", action, time.nanoTime())).isEqualTo(2);
    }

    @Test
    void recordsWhoseListWasAskedFor() throws ApiException, InterruptedException {
        MeteredTrroApi lists = new MeteredTrroApi(new EmptyLists(), "main", new ExporterMetrics(registry), calls, time);

        lists.list(ListAction.LICENSED_DEVICES, "p", new PageQuery(1, 100), Permits.one());
        lists.list(ListAction.PROJECTS, ListAction.ACCOUNT, new PageQuery(1, 100), Permits.one());

        assertThat(calls.latest())
                .extracting(CallRecord::question)
                .containsExactly(
                        new CallRecord.Question(
                                "DescribeProjectList", Optional.empty(), Optional.empty(), Optional.empty()),
                        new CallRecord.Question("GetDevices", Optional.of("p"), Optional.empty(), Optional.empty()));
    }

    private record EmptyLists() implements TrroApi {

        @Override
        public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) {
            throw new AssertionError("figures were asked for");
        }

        @Override
        public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit) {
            return new Page<>("r", List.of(), OptionalLong.empty(), 0);
        }
    }
}
