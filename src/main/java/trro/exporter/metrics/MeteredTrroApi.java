package trro.exporter.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import trro.exporter.api.ApiException;
import trro.exporter.api.ErrorCodes;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.model.PollTarget;
import trro.exporter.pacing.Permit;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.CallRecord;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** Counts, times and records the calls to TRRO that another implementation makes. */
public final class MeteredTrroApi implements TrroApi {

    /** One call. */
    private interface Attempt<T> {
        T make() throws ApiException, InterruptedException;
    }

    private final TrroApi api;
    private final String account;
    private final ExporterMetrics metrics;
    private final CallLog calls;
    private final TimeSource time;

    public MeteredTrroApi(TrroApi api, String account, ExporterMetrics metrics, CallLog calls, TimeSource time) {
        this.api = api;
        this.account = account;
        this.metrics = metrics;
        this.calls = calls;
        this.time = time;
        metrics.requests(account, TrroAction.SESSION_STATISTICS_BY_INTERVAL.label(), ErrorCodes.OK);
        metrics.credentialsFailures(account);
    }

    @Override
    public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit)
            throws ApiException, InterruptedException {
        PollTarget target = query.target();
        CallRecord.Question question = new CallRecord.Question(
                TrroAction.SESSION_STATISTICS_BY_INTERVAL.label(),
                Optional.of(target.projectId()),
                target.deviceId(),
                Optional.of(target.interval()));
        return call(question, () -> api.sessionStatistics(query, permit), StatisticsAnswer::requestId);
    }

    @Override
    public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit)
            throws ApiException, InterruptedException {
        CallRecord.Question question = new CallRecord.Question(
                action.action().label(), ListAction.project(key), Optional.empty(), Optional.empty());
        return call(question, () -> api.list(action, key, page, permit), Page::requestId);
    }

    /** Every call of every action goes through here. */
    private <T> T call(CallRecord.Question question, Attempt<T> attempt, Function<T, String> requestId)
            throws ApiException, InterruptedException {
        Moment sent = Moment.now(time);
        try {
            T answer = attempt.make();
            ended(question, sent, ErrorCodes.OK, Optional.of(requestId.apply(answer)));
            return answer;
        } catch (ApiException e) {
            if (e.code().equals(ErrorCodes.CREDENTIALS)) {
                metrics.credentialsFailures(account).increment(); // nothing was sent
            } else {
                ended(question, sent, e.code(), e.requestId());
            }
            throw e;
        }
    }

    private void ended(CallRecord.Question question, Moment sent, String code, Optional<String> requestId) {
        long now = time.nanoTime();
        Duration took = Duration.ofNanos(now - sent.nanos());
        metrics.requests(account, question.action(), ErrorCodes.label(code)).increment();
        metrics.requestDuration(question.action()).record(took);
        calls.add(new CallRecord(account, question, sent.instant(), took, code, requestId), now);
    }
}
