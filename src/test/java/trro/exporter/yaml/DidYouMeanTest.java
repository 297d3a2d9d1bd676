package trro.exporter.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

    private static final List<String> KEYS = List.of("time_zone", "max_age", "accounts", "env", "poll_interval");

    @ParameterizedTest
    @CsvSource({
        "timezone, time_zone",
        "time-zone, time_zone",
        "TimeZone, time_zone",
        "maxage, max_age",
        "account, accounts",
        "acounts, accounts",
        "acocunts, accounts",
        "evn, env",
        "pollInterval, poll_interval"
    })
    void suggestsTheKeyThatWasMeant(String typed, String meant) {
        assertThat(DidYouMean.nearest(typed, KEYS)).hasValue(meant);
    }

    @ParameterizedTest
    @CsvSource({"vault", "interval", "projects", "''"})
    void suggestsNothingFarFetched(String typed) {
        assertThat(DidYouMean.nearest(typed, KEYS)).isEmpty();
    }

    @Test
    void suggestsNothingForAWordOfAbsurdLength() {
        assertThat(DidYouMean.nearest("accounts".repeat(1_000), KEYS)).isEmpty();
    }
}
