package trro.exporter.cli;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import trro.exporter.Exporter;
import trro.exporter.HangUp;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ConfigSummary;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.Defaults;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.plan.PlanReport;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.SimulatedDevice;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;
import trro.exporter.web.WebSettings;

/** Runs the exporter as an operator would, on a TRRO of its own. */
public final class DemoCommand extends Options implements Callable<Integer> {

    private final SimulatorOptions simulatorOptions = with(new SimulatorOptions());

    private final DemoPast past = with(new DemoPast());

    private final WebOptions webOptions = with(new WebOptions());

    private final LoggingOptions loggingOptions = with(new LoggingOptions());

    public DemoCommand() {
        command("Run the exporter on a simulated TRRO with a believable fleet; no account is needed.");
    }

    @Override
    public Integer call() throws OperatorMistake, InterruptedException {
        loggingOptions.apply();
        HangUp.ignore();
        FileDescriptors.check(FileDescriptors.most());
        WebSettings web = webOptions.settings();
        HttpTransport transport = RunCommand.transport(Map.of());
        TimeSource time = new SystemTime();
        past.check();
        Fleet fleet = simulatorOptions.fleet();
        Simulator simulator = new Simulator(
                        time, fleet, List.of(Simulator.DEMO_ACCOUNT), SimulatorSettings.DEFAULT, Faults.none())
                .start("127.0.0.1", 0);
        ExporterConfig config = config(fleet, simulator.port());
        Exporter exporter = new Exporter(
                config,
                () -> config,
                web,
                account -> new HttpTrroApi(
                        transport, account.endpoint(), account.region(), () -> Simulator.DEMO_ACCOUNT, time),
                time,
                Main.version());
        RunCommand.start(exporter);
        String scheme = web.file().flatMap(file -> file.config().tls()).isPresent() ? "https" : "http";
        past.start(fleet, config, transport, time);
        greet(config, scheme + "://localhost:" + exporter.port(), web.telemetryPath());
        return new Service(exporter, simulator).awaitStop();
    }

    private void greet(ExporterConfig config, String address, String telemetryPath) {
        ConfigSummary summary = ConfigSummary.of(config);
        out().print("""
                trro-exporter demo: %s in %s, all simulated
                  figures  %s%s  (the first full picture takes about %d s)
                  status   %s/
                Stop it with Ctrl-C.
                """.formatted(
                        PlanReport.count(summary.devices(), "device"),
                        PlanReport.count(summary.projects(), "project"),
                        address,
                        telemetryPath,
                        PlanReport.firstPicture(config).toSeconds(),
                        address));
        out().flush();
    }

    /** The defaults of a configuration file, for every project and device of {@code fleet}. */
    public static ExporterConfig config(Fleet fleet, int port) {
        List<ProjectConfig> projects = fleet.projects().stream()
                .map(project -> new ProjectConfig(
                        project.id(),
                        project.devices().stream().map(SimulatedDevice::id).toList()))
                .toList();
        AccountConfig account = new AccountConfig(
                "demo",
                URI.create("http://127.0.0.1:" + port),
                Optional.empty(),
                new CredentialsConfig.Env(),
                Defaults.REQUESTS_PER_SECOND,
                projects);
        return new ExporterConfig(
                fleet.zone(), Defaults.SETTLE_TIME, Defaults.MAX_AGE, Defaults.POLL_INTERVALS, List.of(account));
    }
}
