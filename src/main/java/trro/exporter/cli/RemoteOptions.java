package trro.exporter.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trro.exporter.api.HttpTransport;
import trro.exporter.backfill.GapSearch;
import trro.exporter.backfill.HistoryRequest;
import trro.exporter.backfill.Layout;
import trro.exporter.prometheus.Peer;
import trro.exporter.prometheus.PrometheusException;
import trro.exporter.prometheus.Queries;
import trro.exporter.prometheus.RemoteWrite;
import trro.exporter.storage.Fingerprint;
import trro.exporter.time.TimeSource;

/** The options of servers that a backfill talks to besides TRRO. */
final class RemoteOptions {

    @Option(
            names = "--only-gaps",
            description = "Fill only hours, days and months that --prometheus lacks, each target's own.")
    private boolean onlyGaps;

    @Option(
            names = "--prometheus",
            paramLabel = "URL",
            description = "The Prometheus that is asked by --only-gaps, such as http://localhost:9090.")
    private @Nullable String prometheus;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where --format=remote-write sends samples, such as http://localhost:9090/api/v1/write.")
    private @Nullable String url;

    @Option(
            names = "--remote.credentials-file",
            paramLabel = "FILE",
            description = "A file with user:password, or with a bearer token, for --prometheus and --url.")
    private @Nullable Path credentials;

    @Option(
            names = "--remote.header",
            paramLabel = "NAME=VALUE",
            description = "A header for --prometheus and --url, such as X-Scope-OrgID=fleet for a tenant. May be given"
                    + " several times.")
    private Map<String, String> headers = new LinkedHashMap<>();

    /** Whether options that need each other came together. */
    void check(Layout.Format format) throws OperatorMistake {
        if (onlyGaps != (prometheus != null)) {
            throw new OperatorMistake("--only-gaps and --prometheus need each other; give both or none");
        }
        if ((format == Layout.Format.REMOTE_WRITE) != (url != null)) {
            throw new OperatorMistake("--format=remote-write and --url need each other; give both or none");
        }
    }

    /** Asks for gaps; empty if they do not matter. */
    Optional<GapSearch> gaps(HistoryRequest request, HttpTransport transport) throws PrometheusException {
        return prometheus == null
                ? Optional.empty()
                : Optional.of(new GapSearch(new Queries(peer("--prometheus", prometheus, transport)), request));
    }

    /** Takes samples; empty if they go into files. */
    Optional<RemoteWrite> receiver(HttpTransport transport, TimeSource time) throws PrometheusException {
        return url == null ? Optional.empty() : Optional.of(new RemoteWrite(peer("--url", url, transport), time));
    }

    private Peer peer(String option, String address, HttpTransport transport) throws PrometheusException {
        return new Peer(option, address, headers, Optional.ofNullable(credentials), transport);
    }

    /** The options in words, without what may be secret, by which it is known whether a run is to go on. */
    String words() {
        return "only-gaps=" + onlyGaps + (url == null ? "" : " url=" + Fingerprint.of(url));
    }
}
