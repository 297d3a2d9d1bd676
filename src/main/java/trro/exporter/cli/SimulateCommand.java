package trro.exporter.cli;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
final class SimulateCommand extends Options implements Callable<Integer> {

    private final Supplier<String> listenAddress = defaulted(
            String.class,
            "--listen-address=[HOST]:PORT",
            "127.0.0.1:10206",
            "Listen on this address, in clear text. Default: ${DEFAULT-VALUE}");

    private final SimulatorOptions simulatorOptions = with(new SimulatorOptions());

    private final Supplier<Map<Fault, Double>> faults = map(
            Fault.class,
            Double.class,
            "--fault=FAULT=PROBABILITY",
            "Let calls go wrong, each with a probability of 0 to 1: ${COMPLETION-CANDIDATES}."
                    + " May be given several times.");

    private final Supplier<Long> latencyMaxMillis = defaulted(
            long.class,
            "--latency-max-ms=MS",
            "0",
            "Answer up to so many milliseconds late. Default: ${DEFAULT-VALUE}");

    private final Supplier<Map<String, String>> projectErrors = map(
            String.class,
            String.class,
            "--project-error=PROJECT=CODE",
            "Let every call for a project fail with an error code. May be given several times.");

    private final Supplier<Map<String, String>> actionErrors = map(
            String.class,
            String.class,
            "--action-error=ACTION=CODE",
            "Let every call of an action, such as GetDevices, fail with an error code. May be given several"
                    + " times.");

    private final Supplier<Site> site = defaulted(
            Site.class,
            "--site=SITE",
            "INTERNATIONAL",
            "Have the actions of this site: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}");

    private final Supplier<Optional<RecentSessionsLie>> recentSessionsLie = optional(
            RecentSessionsLie.class,
            "--recent-sessions=LIE",
            "Let the list of recent sessions lie: ${COMPLETION-CANDIDATES}.");

    private final LoggingOptions loggingOptions = with(new LoggingOptions());

    SimulateCommand() {
        command("Run the simulated TRRO alone: a stand-in for tests of anything that calls TRRO.");
    }

    @Override
    public Integer call() throws OperatorMistake, InterruptedException {
        loggingOptions.apply();
        HangUp.ignore();
        Fleet fleet = simulatorOptions.fleet();
        Simulator simulator = new Simulator(
                new SystemTime(),
                fleet,
                List.of(Simulator.DEMO_ACCOUNT),
                SimulatorSettings.DEFAULT.withSite(site.get()),
                faults());
        ListenAddress address = WebOptions.address("--listen-address", listenAddress.get());
        String host = address.host().isEmpty() ? "0.0.0.0" : address.host();
        try {
            simulator.start(host, address.port());
        } catch (UncheckedIOException e) {
            throw new OperatorMistake(e);
        }
        out().print("""
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
        out().flush();
        return new Service(simulator).awaitStop();
    }

    private Faults faults() throws OperatorMistake {
        Faults all = new Faults(simulatorOptions.seed());
        try {
            FaultPlan plan = new FaultPlan(Duration.ofMillis(latencyMaxMillis.get()), faults.get(), Optional.empty());
            all.set(plan);
            projectErrors.get().forEach((project, code) -> all.set(project, plan.failingWith(code)));
            actionErrors.get().forEach((action, code) -> all.setForAction(action, plan.failingWith(code)));
            all.setRecentSessionsLie(recentSessionsLie.get());
        } catch (IllegalArgumentException e) {
            throw new OperatorMistake("--fault or --latency-max-ms cannot be used: " + e.getMessage());
        }
        return all;
    }
}
