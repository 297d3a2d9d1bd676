package trro.exporter.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import trro.exporter.config.ConfigYaml;
import trro.exporter.time.Moment;

/**
 * Everything that the status page says: the frame, and one of its views.
 *
 * @param uptime how long ago it started
 * @param asOf the moment that it shows
 * @param metrics the telemetry path, relative to this page, so that it works behind a proxy's path too
 * @param tabs the views
 * @param refresh keeps the page fresh; empty where there is no need
 * @param targets the targets' view, if this is the one
 * @param calls the calls' view, if this is the one
 * @param configuration the configuration's view, if this is the one
 */
public record StatusView(
        Status status,
        Duration uptime,
        Instant asOf,
        String metrics,
        List<Tab> tabs,
        Optional<Refresh> refresh,
        Optional<TargetsView> targets,
        Optional<CallsView> calls,
        Optional<String> configuration) {

    /** Long enough to write a search text in between, which a refresh empties. */
    private static final int REFRESH_SECONDS = 30;

    record Tab(String text, String address, boolean chosen) {}

    /**
     * The page's way to stay fresh.
     *
     * @param seconds until it refreshes itself; empty while that is paused
     * @param here this page's address
     * @param other the address of this page, with the refresh paused if it is not, and the other way round
     */
    record Refresh(Optional<Integer> seconds, String here, String other) {

        public static Refresh of(StatusQuery query) {
            return new Refresh(
                    query.paused() ? Optional.empty() : Optional.of(REFRESH_SECONDS),
                    query.address(),
                    query.withRefreshToggled().address());
        }
    }

    public static StatusView of(Status status, StatusQuery query, String telemetryPath, Moment now) {
        View view = query.view();
        return new StatusView(
                status,
                Duration.between(status.startedAt(), now.instant()),
                now.instant(),
                telemetryPath.substring(1),
                Arrays.stream(View.values())
                        .map(each -> new Tab(each.text(), query.in(each).address(), each == view))
                        .toList(),
                view.refreshes() ? Optional.of(Refresh.of(query)) : Optional.empty(),
                view == View.TARGETS ? Optional.of(TargetsView.of(status, query, now)) : Optional.empty(),
                view == View.CALLS ? Optional.of(CallsView.of(status)) : Optional.empty(),
                view == View.CONFIGURATION ? Optional.of(ConfigYaml.outline(status.config())) : Optional.empty());
    }
}
