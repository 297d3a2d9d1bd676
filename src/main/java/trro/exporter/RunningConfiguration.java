package trro.exporter;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.accounts.Accounts;
import trro.exporter.accounts.KeptState;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.metrics.DeviceMetrics;
import trro.exporter.metrics.DiscoveredFleet;
import trro.exporter.metrics.DiscoveryMetrics;
import trro.exporter.metrics.PollingMetrics;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.metrics.SessionMetrics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.replicas.ReceivedPicture;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.storage.SealedState;
import trro.exporter.time.Moment;

/**
 * All that depends on the configuration, and the swap of one for another. Whoever reads takes one picture of it, so
 * that no page shows a part of the old configuration and a part of the new one. Thread-safe.
 */
final class RunningConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(RunningConfiguration.class);

    /** A configuration with all that was built from it. */
    record Running(ExporterConfig config, Accounts accounts, SessionMetrics sessions) {}

    /** All that a page shows, of one moment. */
    record Picture(Running running, Snapshot snapshot, List<DiscoveredFleet> fleets, PollingMetrics.State polling) {}

    private final Function<AccountConfig, TrroApi> apis;
    private final PrometheusMeterRegistry registry;
    private final Accounts.Shared shared;
    private final DeviceMetrics devices = new DeviceMetrics();
    private @Nullable Running running;

    /** @param apis gives the API of each account */
    RunningConfiguration(
            Function<AccountConfig, TrroApi> apis, PrometheusMeterRegistry registry, Accounts.Shared shared) {
        this.apis = apis;
        this.registry = registry;
        this.shared = shared;
    }

    /** Builds all that {@code config} wants, beside what is in force, which goes on unchanged. */
    Running build(ExporterConfig config) {
        return build(config, before().map(Running::accounts));
    }

    private Running build(ExporterConfig config, Optional<Accounts> before) {
        shared.metrics().addAccounts(names(config));
        Map<StatisticInterval, Duration> maxAges = new EnumMap<>(StatisticInterval.class);
        config.pollIntervals().keySet().forEach(interval -> maxAges.put(interval, config.maxAge(interval)));
        return new Running(
                config,
                new Accounts(config, apis, before, shared),
                new SessionMetrics(shared.store(), config.timeZone(), config.settleTime(), maxAges, shared.time()));
    }

    /** {@code next} is in force from now on. No loop runs meanwhile: the old ones have ended, the new ones wait. */
    void swap(Running next) {
        synchronized (this) {
            next.accounts().takeOver(before().map(Running::accounts));
            running = next;
        }
        shared.metrics().retainAccounts(names(next.config()));
        shared.calls().retainAccounts(names(next.config()));
    }

    /**
     * Goes on with what another replica knew, in place of what is known here. No loop of the accounts runs.
     *
     * @return whether figures came over
     */
    boolean takeOver(ReceivedPicture picture) {
        Moment now = Moment.now(shared.time());
        try {
            KeptState kept = KeptState.read(SealedState.open(picture.sealed()), picture.received(), now);
            shared.store().forget();
            swap(build(running().config(), Optional.empty()));
            int targets = running().accounts().restore(kept);
            logger.atInfo()
                    .addKeyValue("targets", targets)
                    .addKeyValue("age_seconds", now.since(picture.received()).toSeconds())
                    .log("figures taken over from the replica that led");
            return targets > 0;
        } catch (DamagedStateException e) {
            logger.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("the picture of the replica that led cannot be used; this one goes on with its own");
            return false;
        }
    }

    private static Set<String> names(ExporterConfig config) {
        return config.accounts().stream().map(AccountConfig::name).collect(Collectors.toSet());
    }

    private synchronized Optional<Running> before() {
        return Optional.ofNullable(running);
    }

    /** The one in force, after the first {@link #swap}. */
    synchronized Running running() {
        return Objects.requireNonNull(running);
    }

    synchronized Picture picture() {
        Accounts accounts = running().accounts();
        return new Picture(running(), shared.store().current(), accounts.fleets(), accounts.polling());
    }

    /** The page without figures and all that belongs to asking for them. */
    PrometheusPage pageWithoutFigures() {
        return new PrometheusPage(registry, List.of());
    }

    /** The page of one moment. */
    PrometheusPage page() {
        Picture picture = picture();
        return new PrometheusPage(
                registry,
                List.of(
                        picture.running().sessions().at(picture.snapshot()),
                        devices.at(picture.fleets()),
                        new DiscoveryMetrics(picture::fleets),
                        new PollingMetrics(picture::polling)));
    }
}
