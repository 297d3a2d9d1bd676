package trro.exporter.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import trro.exporter.api.ApiException;
import trro.exporter.api.ErrorCodes;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.CallRecord;
import trro.exporter.time.TimeSource;

/** Counts, times and records the calls to TRRO that another implementation makes. */
public final class MeteredTrroApi implements TrroApi {

    private static final String ACTION = TrroAction.SESSION_STATISTICS_BY_INTERVAL.label();

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
        metrics.requests(account, ACTION, ErrorCodes.OK);
        metrics.credentialsFailures(account);
    }

    @Override
    public void prepare() throws ApiException, InterruptedException {
        try {
            api.prepare();
        } catch (ApiException e) {
            metrics.credentialsFailures(account).increment();
            throw e;
        }
    }

    @Override
    public StatisticsAnswer sessionStatistics(StatisticsQuery query) throws ApiException, InterruptedException {
        PollTarget target = query.target();
        Sent sent = sent(ACTION, Optional.of(target.projectId()), target.deviceId(), Optional.of(target.interval()));
        try {
            StatisticsAnswer answer = api.sessionStatistics(query);
            ended(sent, ErrorCodes.OK, Optional.of(answer.requestId()));
            return answer;
        } catch (ApiException e) {
            if (e.code().equals(ErrorCodes.CREDENTIALS)) {
                metrics.credentialsFailures(account).increment(); // nothing was sent
            } else {
                ended(sent, e.code(), e.requestId());
            }
            throw e;
        }
    }

    private record Sent(CallRecord.Question question, Instant at, long atNanos) {}

    private Sent sent(
            String action, Optional<String> project, Optional<String> device, Optional<StatisticInterval> interval) {
        return new Sent(new CallRecord.Question(action, project, device, interval), time.now(), time.nanoTime());
    }

    private void ended(Sent sent, String code, Optional<String> requestId) {
        long now = time.nanoTime();
        Duration took = Duration.ofNanos(now - sent.atNanos());
        String action = sent.question().action();
        metrics.requests(account, action, ErrorCodes.label(code)).increment();
        metrics.requestDuration(action).record(took);
        calls.add(new CallRecord(account, sent.question(), sent.at(), took, code, requestId), now);
    }
}
