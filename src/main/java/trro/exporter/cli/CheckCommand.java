package trro.exporter.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import trro.exporter.config.ConfigSummary;
import trro.exporter.config.ExporterConfig;
import trro.exporter.plan.PlanAssumptions;
import trro.exporter.plan.PlanReport;
import trro.exporter.webconfig.WebConfigFile;

/** Validates a configuration and prints its plan. */
final class CheckCommand extends Options implements Callable<Integer> {

    private final ConfigOptions configOptions = with(new ConfigOptions());

    private final WebConfigOption webConfig = with(new WebConfigOption());

    CheckCommand() {
        command("Validate the configuration: every problem with its place, exit code 1; else the plan.");
    }

    @Override
    public Integer call() throws OperatorMistake {
        List<String> mistakes = new ArrayList<>();
        Optional<WebConfigFile> web = Optional.empty();
        Optional<ExporterConfig> config = Optional.empty();
        try {
            web = webConfig.load();
        } catch (OperatorMistake e) {
            mistakes.add(String.valueOf(e.getMessage()));
        }
        try {
            config = configOptions.given() || !webConfig.given()
                    ? Optional.of(configOptions.load(System.getenv()))
                    : Optional.empty();
        } catch (OperatorMistake e) {
            mistakes.add(String.valueOf(e.getMessage()));
        }
        if (!mistakes.isEmpty()) {
            throw new OperatorMistake(String.join(System.lineSeparator(), mistakes));
        }
        PrintWriter out = out();
        web.ifPresent(file ->
                out.println("The web configuration is fine: " + file.config().summary() + "."));
        if (config.isPresent()) {
            RunCommand.transport(System.getenv());
            print(config.get(), out);
        }
        return Main.FINE;
    }

    private static void print(ExporterConfig config, PrintWriter out) {
        ConfigSummary summary = ConfigSummary.of(config);
        out.println("The configuration is fine: %s and %s by %s make %s."
                .formatted(
                        PlanReport.count(summary.projects(), "project"),
                        PlanReport.count(summary.devices(), "device"),
                        PlanReport.count(summary.intervals(), "interval"),
                        PlanReport.count(summary.targets(), "target")));
        new PlanReport(config, PlanAssumptions.DEFAULT, out)
                .print()
                .forEach(reason -> out.println("Warning: " + reason));
    }
}
