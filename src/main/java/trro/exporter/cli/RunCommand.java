package trro.exporter.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import trro.exporter.Exporter;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.credentials.CredentialsProviders;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;
import trro.exporter.web.ListenException;
import trro.exporter.web.WebSettings;

/** Polls TRRO and serves the figures until it is told to stop. */
@Command(
        name = "run",
        description = "Poll TRRO and serve the figures until told to stop (the default).",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions configOptions = new ConfigOptions();

    @Mixin
    private WebOptions webOptions = new WebOptions();

    @Mixin
    private LoggingOptions loggingOptions = new LoggingOptions();

    @Override
    public Integer call() throws OperatorMistake, InterruptedException {
        loggingOptions.apply();
        Map<String, String> environment = System.getenv();
        ExporterConfig config = configOptions.load(environment);
        WebSettings web = webOptions.settings();
        TimeSource time = new SystemTime();
        HttpTransport transport = transport(environment);
        Function<AccountConfig, TrroApi> apis = account -> new HttpTrroApi(
                transport,
                account.endpoint(),
                account.region(),
                credentials(account.credentials(), transport, environment, time),
                time);
        Exporter exporter = new Exporter(config, web, apis, time, Main.Version.text());
        start(exporter);
        return new Service(exporter).awaitStop();
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

    private static CredentialsProvider credentials(
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
