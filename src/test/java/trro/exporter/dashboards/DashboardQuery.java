package trro.exporter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import trro.exporter.dashboards.Dashboard.Target;
import trro.exporter.support.PrometheusServer;
import trro.exporter.support.PrometheusServer.Series;

/**
 * A query of a dashboard as Grafana would ask it.
 *
 * @param chosen values of variables; the others are as they are when the dashboard has just been opened
 */
record DashboardQuery(Dashboard dashboard, Target target, Map<String, String> chosen) {

    private static final Pattern AGO = Pattern.compile("(?:now-)?(\\d+)([hd])");

    /** The answer at {@code now}, over the range that the panel shows. */
    List<Series> answer(PrometheusServer prometheus, Instant now) throws IOException, InterruptedException {
        if (target.instant()) {
            return prometheus.instant(expr(), now);
        }
        Duration step = step();
        Duration shift = Duration.ofSeconds(zone().getRules().getOffset(now).getTotalSeconds());
        return prometheus.range(expr(), floor(now.minus(range()), step, shift), floor(now, step, shift), step);
    }

    /** Grafana's steps begin at midnight of the dashboard's time zone. */
    private static Instant floor(Instant instant, Duration step, Duration shift) {
        long seconds = instant.plus(shift).getEpochSecond();
        return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, step.toSeconds()))
                .minus(shift);
    }

    private ZoneId zone() {
        return ZoneId.of(dashboard.json().path("timezone").stringValue(""));
    }

    private Duration range() {
        String ago = target.panel()
                .path("timeFrom")
                .stringValue(dashboard.json().path("time").path("from").stringValue(""));
        return duration(ago);
    }

    private Duration step() {
        return target.panel().has("interval")
                ? duration(target.panel().path("interval").stringValue(""))
                : Duration.ofMinutes(15);
    }

    private static Duration duration(String text) {
        Matcher matcher = AGO.matcher(text);
        assertThat(matcher.matches()).as("a duration: %s", text).isTrue();
        long count = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("d") ? Duration.ofDays(count) : Duration.ofHours(count);
    }

    String expr() {
        Map<String, String> values = new HashMap<>(dashboard.defaults());
        values.putAll(chosen);
        return substitute(target.expr().replace("$__range", range().toSeconds() + "s"), values);
    }

    /** Puts in values for variables, and for Grafana's own. */
    static String substitute(String expr, Map<String, String> values) {
        String replaced = expr.replace("$__rate_interval", "1h");
        for (Map.Entry<String, String> value : values.entrySet()) {
            replaced = replaced.replace("$" + value.getKey(), value.getValue());
        }
        return replaced;
    }

    @Override
    public String toString() {
        return dashboard + " " + target + (chosen.isEmpty() ? "" : " " + chosen);
    }
}
