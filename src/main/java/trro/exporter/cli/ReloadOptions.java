package trro.exporter.cli;

import java.time.Duration;
import picocli.CommandLine.Option;
import trro.exporter.web.WebSettings;
import trro.exporter.yaml.DurationText;

/** The options that say who may have the configuration read again, besides SIGHUP. */
final class ReloadOptions {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    @Option(
            names = "--web.enable-lifecycle",
            description = "Let POST and PUT on /-/reload have the configuration read again.")
    private boolean lifecycle;

    @Option(
            names = "--config.enable-auto-reload",
            description = "Read the configuration again when the content of its file has changed.")
    private boolean autoReload;

    @Option(
            names = "--config.auto-reload-interval",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "Look at the content so often, 1s to 1d. Default: ${DEFAULT-VALUE}")
    private String interval = "30s";

    /** The settings of the server with what these options allow. */
    WebSettings applyTo(WebSettings web) {
        return lifecycle ? web.withLifecycle() : web;
    }

    boolean autoReload() {
        return autoReload;
    }

    /** @throws OperatorMistake if it is no duration, or out of bounds */
    Duration interval() throws OperatorMistake {
        return DurationText.parse(interval)
                .filter(each -> each.compareTo(SHORTEST) >= 0 && each.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> new OperatorMistake("--config.auto-reload-interval: \"" + interval
                        + "\" is no duration from 1s to 1d; give one such as 30s (the default)"));
    }
}
