package trro.exporter.cli;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trro.exporter.HangUp;
import trro.exporter.simulator.Fault;
import trro.exporter.simulator.FaultPlan;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Faults.RecentSessionsLie;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.SimulatorSettings.Site;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.time.SystemTime;
import trro.exporter.web.ListenAddress;

/** Runs the simulated TRRO alone, for other people's tests. */
@Command(
        name = "simulate",
        abbreviateSynopsis = true,
        description = "Run the simulated TRRO alone: a stand-in for tests of anything that calls TRRO.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--listen-address",
            paramLabel = "[HOST]:PORT",
            defaultValue = "127.0.0.1:10206",
            description = "Listen on this address, in clear text. Default: ${DEFAULT-VALUE}")
    private String listenAddress = "127.0.0.1:10206";

    @Mixin
    private SimulatorOptions simulatorOptions = new SimulatorOptions();

    @Option(
            names = "--fault",
            paramLabel = "FAULT=PROBABILITY",
            description = "Let calls go wrong, each with a probability of 0 to 1: ${COMPLETION-CANDIDATES}."
                    + " May be given several times.")
    private Map<Fault, Double> faults = new LinkedHashMap<>();

    @Option(
            names = "--latency-max-ms",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Answer up to so many milliseconds late. Default: ${DEFAULT-VALUE}")
    private long latencyMaxMillis;

    @Option(
            names = "--project-error",
            paramLabel = "PROJECT=CODE",
            description = "Let every call for a project fail with an error code. May be given several times.")
    private Map<String, String> projectErrors = new LinkedHashMap<>();

    @Option(
            names = "--action-error",
            paramLabel = "ACTION=CODE",
            description =
                    "Let every call of an action, such as GetDevices, fail with an error code. May be given several"
                            + " times.")
    private Map<String, String> actionErrors = new LinkedHashMap<>();

    @Option(
            names = "--site",
            paramLabel = "SITE",
            defaultValue = "INTERNATIONAL",
            description = "Have the actions of this site: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Site site = Site.INTERNATIONAL;

    @Option(
            names = "--recent-sessions",
            paramLabel = "LIE",
            description = "Let the list of recent sessions lie: ${COMPLETION-CANDIDATES}.")
    private @Nullable RecentSessionsLie recentSessionsLie;

    @Mixin
    private LoggingOptions loggingOptions = new LoggingOptions();

    @Override
    public Integer call() throws OperatorMistake, InterruptedException {
        loggingOptions.apply();
        HangUp.ignore();
        Fleet fleet = simulatorOptions.fleet();
        Simulator simulator = new Simulator(
                new SystemTime(),
                fleet,
                List.of(Simulator.DEMO_ACCOUNT),
                SimulatorSettings.DEFAULT.withSite(site),
                faults());
        ListenAddress address = WebOptions.address("--listen-address", listenAddress);
        String host = address.host().isEmpty() ? "0.0.0.0" : address.host();
        try {
            simulator.start(host, address.port());
        } catch (UncheckedIOException e) {
            throw new OperatorMistake(e);
        }
        spec.commandLine().getOut().print("""
                TRRO simulator on http://%s:%d
                  secret id   %s
                  secret key  %s
                  projects    %s
                """.formatted(
                        host,
                        simulator.port(),
                        Simulator.DEMO_ACCOUNT.secretId().reveal(),
                        Simulator.DEMO_ACCOUNT.secretKey().reveal(),
                        String.join(
                                ", ",
                                fleet.projects().stream()
                                        .map(project -> project.id() + " (first device "
                                                + project.devices().get(0).id() + ")")
                                        .toList())));
        spec.commandLine().getOut().flush();
        return new Service(simulator).awaitStop();
    }

    private Faults faults() throws OperatorMistake {
        Faults all = new Faults(simulatorOptions.seed());
        try {
            FaultPlan plan = new FaultPlan(Duration.ofMillis(latencyMaxMillis), faults, Optional.empty());
            all.set(plan);
            projectErrors.forEach((project, code) -> all.set(project, plan.failingWith(code)));
            actionErrors.forEach((action, code) -> all.setForAction(action, plan.failingWith(code)));
            all.setRecentSessionsLie(Optional.ofNullable(recentSessionsLie));
        } catch (IllegalArgumentException e) {
            throw new OperatorMistake("--fault or --latency-max-ms cannot be used: " + e.getMessage());
        }
        return all;
    }
}
