package trro.exporter.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import trro.exporter.Exporter;
import trro.exporter.HangUp;
import trro.exporter.Reloader;
import trro.exporter.Threads;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.credentials.CredentialsProviders;
import trro.exporter.replicas.ReplicaSettings;
import trro.exporter.storage.StateDirectory;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;
import trro.exporter.web.ListenException;
import trro.exporter.web.WebSettings;

/** Polls TRRO and serves the figures until it is told to stop. */
public final class RunCommand extends Options implements Callable<Integer> {

    private final ConfigOptions configOptions = with(new ConfigOptions());

    private final WebOptions webOptions = with(new WebOptions());

    private final ReloadOptions reloadOptions = with(new ReloadOptions());

    private final StorageOptions storageOptions = with(new StorageOptions());

    private final LeaderElectionOptions leaderElectionOptions = with(new LeaderElectionOptions());

    private final LoggingOptions loggingOptions = with(new LoggingOptions());

    public RunCommand() {
        command("Poll TRRO and serve the figures until told to stop (the default).");
    }

    @Override
    public Integer call() throws OperatorMistake, InterruptedException {
        loggingOptions.apply();
        HangUp.ignore();
        FileDescriptors.check(FileDescriptors.most());
        Map<String, String> environment = System.getenv();
        TimeSource time = new SystemTime();
        Optional<ConfigWatch> watch = reloadOptions.watch(configOptions.file(), time);
        ExporterConfig config = configOptions.load(environment);
        WebSettings web = reloadOptions.applyTo(webOptions.settings());
        Optional<ReplicaSettings> replicas = leaderElectionOptions.settings();
        Optional<StateDirectory> storage = storageOptions.open(webOptions.listenAddress());
        HttpTransport transport = transport(environment);
        Function<AccountConfig, TrroApi> apis = account -> new HttpTrroApi(
                transport,
                account.endpoint(),
                account.region(),
                credentials(account.credentials(), transport, environment, time),
                time);
        Reloader.Source source = () -> {
            watch.ifPresent(ConfigWatch::changed);
            return configOptions.read(environment);
        };
        Exporter exporter = new Exporter(config, source, web, apis, time, Main.version());
        storage.ifPresent(exporter::keepIn);
        replicas.ifPresent(exporter::replicate);
        start(exporter);
        HangUp.handle(() -> reload(exporter));
        watch.ifPresent(looking -> Threads.loop("config-watch", () -> looking.run(() -> reload(exporter)))
                .start());
        return new Service(exporter).awaitStop();
    }

    /** The log tells how it ends. */
    private static void reload(Exporter exporter) {
        CompletableFuture<Optional<String>> unused = exporter.reload();
    }

    static void start(Exporter exporter) throws OperatorMistake {
        try {
            exporter.start();
        } catch (ListenException e) {
            throw new OperatorMistake(e);
        }
    }

    static HttpTransport transport(Map<String, String> environment) throws OperatorMistake {
        try {
            return HttpTransport.create(environment);
        } catch (IllegalArgumentException e) {
            throw new OperatorMistake(e);
        }
    }

    static CredentialsProvider credentials(
            CredentialsConfig config, HttpTransport transport, Map<String, String> environment, TimeSource time) {
        return config.map(new CredentialsConfig.Cases<>(
                env -> CredentialsProviders.env(environment),
                file -> CredentialsProviders.profileFile(file.path(), file.profile()),
                files -> CredentialsProviders.secretFiles(
                        files.secretIdFile(), files.secretKeyFile(), files.tokenFile()),
                cvm -> CredentialsProviders.cvmRole(transport, CredentialsProviders.METADATA_SERVICE, cvm.role(), time),
                tke -> CredentialsProviders.tkeOidc(transport, CredentialsProviders.STS, environment, time)));
    }
}
