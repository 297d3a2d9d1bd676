package trro.exporter.metrics;

import java.time.Duration;
import java.util.Optional;
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
import trro.exporter.model.StatisticInterval;
import trro.exporter.time.TimeSource;

/** Counts and times the calls to TRRO that another implementation makes. */
public final class MeteredTrroApi implements TrroApi {

    /** One call. */
    private interface Attempt<T> {
        T make() throws ApiException, InterruptedException;
    }

    private final TrroApi api;
    private final String account;
    private final ExporterMetrics metrics;
    private final TimeSource time;

    public MeteredTrroApi(TrroApi api, String account, ExporterMetrics metrics, TimeSource time) {
        this.api = api;
        this.account = account;
        this.metrics = metrics;
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
        return call(
                TrroAction.SESSION_STATISTICS_BY_INTERVAL,
                Optional.of(target.projectId()),
                target.deviceId(),
                Optional.of(target.interval()),
                () -> api.sessionStatistics(query));
    }

    @Override
    public Page<ListedProject> projects(PageQuery page) throws ApiException, InterruptedException {
        return call(
                TrroAction.PROJECT_LIST,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                () -> api.projects(page));
    }

    @Override
    public Page<Device> devices(String projectId, PageQuery page) throws ApiException, InterruptedException {
        return list(TrroAction.DEVICES, projectId, () -> api.devices(projectId, page));
    }

    @Override
    public Page<Device> deviceList(String projectId, PageQuery page) throws ApiException, InterruptedException {
        return list(TrroAction.DEVICE_LIST, projectId, () -> api.deviceList(projectId, page));
    }

    @Override
    public Page<RecentSession> recentSessions(String projectId, PageQuery page)
            throws ApiException, InterruptedException {
        return list(TrroAction.RECENT_SESSION_LIST, projectId, () -> api.recentSessions(projectId, page));
    }

    @Override
    public LicenseCounts licenses() throws ApiException, InterruptedException {
        return call(TrroAction.LICENSE_STAT, Optional.empty(), Optional.empty(), Optional.empty(), api::licenses);
    }

    private <T> T list(TrroAction action, String projectId, Attempt<T> attempt)
            throws ApiException, InterruptedException {
        return call(action, Optional.of(projectId), Optional.empty(), Optional.empty(), attempt);
    }

    /** Every call of every action goes through here. */
    @SuppressWarnings("UnusedVariable") // what a call was about is for whoever records calls
    private <T> T call(
            TrroAction action,
            Optional<String> projectId,
            Optional<String> deviceId,
            Optional<StatisticInterval> interval,
            Attempt<T> attempt)
            throws ApiException, InterruptedException {
        long start = time.nanoTime();
        try {
            T answer = attempt.make();
            count(action, ErrorCodes.OK, start);
            return answer;
        } catch (ApiException e) {
            if (e.code().equals(ErrorCodes.CREDENTIALS)) {
                metrics.credentialsFailures(account).increment(); // nothing was sent
            } else {
                count(action, ErrorCodes.label(e.code()), start);
            }
            throw e;
        }
    }

    private void count(TrroAction action, String code, long start) {
        metrics.requests(account, action.label(), code).increment();
        metrics.requestDuration(action.label()).record(Duration.ofNanos(time.nanoTime() - start));
    }
}
