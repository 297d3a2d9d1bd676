package trro.exporter.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import trro.exporter.api.ApiException;
import trro.exporter.api.ErrorCodes;
import trro.exporter.api.ListedProject;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.RecentSession;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.PollTarget;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.CallRecord;
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
        CallRecord.Question question = new CallRecord.Question(
                TrroAction.SESSION_STATISTICS_BY_INTERVAL.label(),
                Optional.of(target.projectId()),
                target.deviceId(),
                Optional.of(target.interval()));
        return call(question, () -> api.sessionStatistics(query), answer -> Optional.of(answer.requestId()));
    }

    @Override
    public Page<ListedProject> projects(PageQuery page) throws ApiException, InterruptedException {
        return call(
                list(TrroAction.PROJECT_LIST, Optional.empty()), () -> api.projects(page), MeteredTrroApi::requestId);
    }

    @Override
    public Page<Device> devices(String projectId, PageQuery page) throws ApiException, InterruptedException {
        CallRecord.Question question = list(TrroAction.DEVICES, Optional.of(projectId));
        return call(question, () -> api.devices(projectId, page), MeteredTrroApi::requestId);
    }

    @Override
    public Page<Device> deviceList(String projectId, PageQuery page) throws ApiException, InterruptedException {
        CallRecord.Question question = list(TrroAction.DEVICE_LIST, Optional.of(projectId));
        return call(question, () -> api.deviceList(projectId, page), MeteredTrroApi::requestId);
    }

    @Override
    public Page<RecentSession> recentSessions(String projectId, PageQuery page)
            throws ApiException, InterruptedException {
        CallRecord.Question question = list(TrroAction.RECENT_SESSION_LIST, Optional.of(projectId));
        return call(question, () -> api.recentSessions(projectId, page), MeteredTrroApi::requestId);
    }

    @Override
    public LicenseCounts licenses() throws ApiException, InterruptedException {
        return call(list(TrroAction.LICENSE_STAT, Optional.empty()), api::licenses, counts -> Optional.empty());
    }

    private static Optional<String> requestId(Page<?> page) {
        return Optional.of(page.requestId());
    }

    private static CallRecord.Question list(TrroAction action, Optional<String> projectId) {
        return new CallRecord.Question(action.label(), projectId, Optional.empty(), Optional.empty());
    }

    /** Every call of every action goes through here. */
    private <T> T call(CallRecord.Question question, Attempt<T> attempt, Function<T, Optional<String>> requestId)
            throws ApiException, InterruptedException {
        Sent sent = new Sent(question, time.now(), time.nanoTime());
        try {
            T answer = attempt.make();
            ended(sent, ErrorCodes.OK, requestId.apply(answer));
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

    private void ended(Sent sent, String code, Optional<String> requestId) {
        long now = time.nanoTime();
        Duration took = Duration.ofNanos(now - sent.atNanos());
        String action = sent.question().action();
        metrics.requests(account, action, ErrorCodes.label(code)).increment();
        metrics.requestDuration(action).record(took);
        calls.add(new CallRecord(account, sent.question(), sent.at(), took, code, requestId), now);
    }
}
