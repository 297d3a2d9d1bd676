package trro.exporter.config;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import trro.exporter.model.StatisticInterval;

/** The values of keys that are left out. */
public final class Defaults {

    /** The vendor's day rows start at 16:00Z. */
    public static final ZoneId TIME_ZONE = ZoneId.of("Asia/Shanghai");

    public static final Duration SETTLE_TIME = Duration.ofMinutes(10);
    public static final Duration MAX_AGE = Duration.ofHours(1);

    public static final Duration IDLE_POLL_INTERVAL = Duration.ofMinutes(30);

    public static final Map<StatisticInterval, Duration> POLL_INTERVALS = Map.of(
            StatisticInterval.HOUR, Duration.ofMinutes(1),
            StatisticInterval.DAY, Duration.ofMinutes(10),
            StatisticInterval.MONTH, Duration.ofHours(1));

    /** The name of an account that is the only one. */
    public static final String ACCOUNT = "main";

    /** The nearest gateway of the international site. */
    public static final URI ENDPOINT = URI.create("https://trro.intl.tencentcloudapi.com");

    /** Leaves a fifth of the API's limit to the console and to scripts of the same account. */
    public static final int REQUESTS_PER_SECOND = 16;

    /** The section of an SDK's credentials file. */
    public static final String PROFILE = "default";

    private Defaults() {}
}
