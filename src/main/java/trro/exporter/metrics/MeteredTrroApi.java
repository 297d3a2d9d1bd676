package trro.exporter.metrics;

import java.time.Duration;
import trro.exporter.api.ApiException;
import trro.exporter.api.ErrorCodes;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.time.TimeSource;

/** Counts and times the calls to TRRO that another implementation makes. */
public final class MeteredTrroApi implements TrroApi {

    private static final String ACTION = TrroAction.SESSION_STATISTICS_BY_INTERVAL.label();

    private final TrroApi api;
    private final String account;
    private final ExporterMetrics metrics;
    private final TimeSource time;

    public MeteredTrroApi(TrroApi api, String account, ExporterMetrics metrics, TimeSource time) {
        this.api = api;
        this.account = account;
        this.metrics = metrics;
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
        long start = time.nanoTime();
        try {
            StatisticsAnswer answer = api.sessionStatistics(query);
            count(ErrorCodes.OK, start);
            return answer;
        } catch (ApiException e) {
            if (e.code().equals(ErrorCodes.CREDENTIALS)) {
                metrics.credentialsFailures(account).increment(); // nothing was sent
            } else {
                count(ErrorCodes.label(e.code()), start);
            }
            throw e;
        }
    }

    private void count(String code, long start) {
        metrics.requests(account, ACTION, code).increment();
        metrics.requestDuration(ACTION).record(Duration.ofNanos(time.nanoTime() - start));
    }
}
