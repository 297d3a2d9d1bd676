package trro.exporter.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import trro.exporter.time.TimeSource;
import trro.exporter.web.WebSettings;

/** The options that say who may have the configuration read again, besides SIGHUP. */
final class ReloadOptions extends Options {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Supplier<Boolean> lifecycle =
            flag("--web.enable-lifecycle", "Let POST and PUT on /-/reload have the configuration read again.");

    private final Supplier<Boolean> autoReload = flag(
            "--config.enable-auto-reload", "Read the configuration again when the content of its file has changed.");

    private final Supplier<Optional<String>> interval = optional(
            String.class,
            "--config.auto-reload-interval=DURATION",
            "Look at the content so often, 1s to 1d. Default: 30s");

    /** The settings of the server with what these options allow. */
    WebSettings applyTo(WebSettings web) {
        return lifecycle.get() ? web.withLifecycle() : web;
    }

    /**
     * Watches the file, if that is wanted.
     *
     * @throws OperatorMistake if the interval is no duration or out of bounds, or an option would have no effect
     */
    Optional<ConfigWatch> watch(Optional<Path> file, TimeSource time) throws OperatorMistake {
        Duration lookInterval = interval();
        if (!autoReload.get() && interval.get().isPresent()) {
            throw new OperatorMistake("--config.auto-reload-interval has no effect without --config.enable-auto-reload;"
                    + " give both, or neither");
        }
        if (autoReload.get() && file.isEmpty()) {
            throw new OperatorMistake("--config.enable-auto-reload has no file to look at; put the projects into a file"
                    + " and name it with --config.file, or leave the option out");
        }
        return autoReload.get() ? file.map(path -> new ConfigWatch(path, lookInterval, time)) : Optional.empty();
    }

    private Duration interval() throws OperatorMistake {
        String text = interval.get().orElse("30s");
        return duration(text, SHORTEST, LONGEST)
                .orElseThrow(() -> new OperatorMistake("--config.auto-reload-interval: \"" + text
                        + "\" is no duration from 1s to 1d; give one such as 30s (the default)"));
    }
}
