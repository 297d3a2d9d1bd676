package trro.exporter.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.Credentials;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.model.PollTarget;
import trro.exporter.model.Secret;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.support.FakeTime;
import trro.exporter.support.RawServer;

class ClosedConnectionRetryTest {

    private static final String NOTHING = RawServer.ok("{\"Response\":{\"SessionStatistics\":[],\"RequestId\":\"r\"}}");
    private static final Credentials KEY =
            new Credentials(new Secret("AKIDexample"), new Secret("secret"), Optional.empty());
    private static final StatisticsQuery QUERY = new StatisticsQuery(
            PollTarget.ofProject("proj-1", StatisticInterval.HOUR), Instant.EPOCH, Instant.ofEpochSecond(3600));

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");
    private final RateLimiter limiter = new RateLimiter(1, time);
    private final List<Permit> permits = new ArrayList<>();

    private TrroApi api(URI uri) {
        TrroApi http = new HttpTrroApi(HttpTransport.create(Map.of()), uri, Optional.empty(), () -> KEY, time);
        return new ClosedConnectionRetry(new Noted(http));
    }

    private void call(TrroApi api) throws ApiException, InterruptedException {
        Permit permit = limiter.acquire();
        api.sessionStatistics(QUERY, permit);
        permit.ended();
    }

    @Test
    void aCallOnAConnectionThatTheServerClosedIsMadeAgainWithAPermitOfItsOwn() throws Exception {
        try (RawServer server = new RawServer(NOTHING)) {
            TrroApi api = api(server.uri());
            call(api);
            call(api);

            assertThat(server.heads()).as("the lost one among them").hasSize(3);
            assertThat(permits).hasSize(3);
            assertThat(permits.get(2).grantedNanos() - permits.get(1).grantedNanos())
                    .as("the limiter has been waited for")
                    .isGreaterThanOrEqualTo(1_000_000_000);
        }
    }

    @Test
    void aSecondCallThatIsThrottledSlowsThePace() throws Exception {
        String throttled = "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"slow down\"}}}";
        try (RawServer server = new RawServer(RawServer.ok(throttled))) {
            TrroApi api = api(server.uri());
            for (double pace : new double[] {0.5, 0.25}) {
                assertThat(catchThrowableOfType(ApiException.class, () -> call(api)))
                        .isNotNull();
                assertThat(limiter.requestsPerSecond()).isCloseTo(pace, within(0.05));
            }
            assertThat(permits).as("the second call was made again").hasSize(3);
        }
    }

    @Test
    void aCallThatANewConnectionLostIsNotMadeAgain() throws InterruptedException {
        try (RawServer server = new RawServer()) {
            TrroApi api = api(server.uri());

            ApiException failure = Objects.requireNonNull(catchThrowableOfType(ApiException.class, () -> call(api)));

            assertThat(failure.code()).isEqualTo("Network");
            assertThat(permits).hasSize(1);
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNotAskedForAgain() throws Exception {
        try (RawServer server = new RawServer(NOTHING, NOTHING.substring(0, NOTHING.length() - 3)).hangingUp()) {
            TrroApi api = api(server.uri());
            call(api);

            assertThat(catchThrowableOfType(ApiException.class, () -> call(api)))
                    .isNotNull();
            assertThat(permits).hasSize(2);
        }
    }

    /** Notes the permit of each attempt. */
    private final class Noted implements TrroApi {

        private final TrroApi api;

        Noted(TrroApi api) {
            this.api = api;
        }

        @Override
        public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit)
                throws ApiException, InterruptedException {
            permits.add(permit);
            return api.sessionStatistics(query, permit);
        }

        @Override
        public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit)
                throws ApiException, InterruptedException {
            return api.list(action, key, page, permit);
        }
    }
}
