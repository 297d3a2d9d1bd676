package trro.exporter.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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
final class RemoteOptions extends Options {

    private final Supplier<Boolean> onlyGaps =
            flag("--only-gaps", "Fill only hours, days and months that --prometheus lacks, each target's own.");

    private final Supplier<Optional<String>> prometheus = optional(
            String.class,
            "--prometheus=URL",
            "The Prometheus that is asked by --only-gaps, such as http://localhost:9090.");

    private final Supplier<Optional<String>> url = optional(
            String.class,
            "--url=URL",
            "Where --format=remote-write sends samples, such as http://localhost:9090/api/v1/write.");

    private final Supplier<Optional<Path>> credentials = optional(
            Path.class,
            "--remote.credentials-file=FILE",
            "A file with user:password, or with a bearer token, for --prometheus and --url.");

    private final Supplier<Map<String, String>> headers = map(
            String.class,
            String.class,
            "--remote.header=NAME=VALUE",
            "A header for --prometheus and --url, such as X-Scope-OrgID=fleet for a tenant. May be given"
                    + " several times.");

    /** Whether options that need each other came together. */
    void check(Layout.Format format) throws OperatorMistake {
        if (onlyGaps.get() != prometheus.get().isPresent()) {
            throw new OperatorMistake("--only-gaps and --prometheus need each other; give both or none");
        }
        if ((format == Layout.Format.REMOTE_WRITE) != url.get().isPresent()) {
            throw new OperatorMistake("--format=remote-write and --url need each other; give both or none");
        }
    }

    /** Asks for gaps; empty if they do not matter. */
    Optional<GapSearch> gaps(HistoryRequest request, HttpTransport transport) throws PrometheusException {
        Optional<String> address = prometheus.get();
        return address.isEmpty()
                ? Optional.empty()
                : Optional.of(new GapSearch(new Queries(peer("--prometheus", address.get(), transport)), request));
    }

    /** Takes samples; empty if they go into files. */
    Optional<RemoteWrite> receiver(HttpTransport transport, TimeSource time) throws PrometheusException {
        Optional<String> address = url.get();
        return address.isEmpty()
                ? Optional.empty()
                : Optional.of(new RemoteWrite(peer("--url", address.get(), transport), time));
    }

    private Peer peer(String option, String address, HttpTransport transport) throws PrometheusException {
        return new Peer(option, address, headers.get(), credentials.get(), transport);
    }

    /** The options in words, without what may be secret, by which it is known whether a run is to go on. */
    String words() {
        return "only-gaps=" + onlyGaps.get()
                + url.get().map(address -> " url=" + Fingerprint.of(address)).orElse("");
    }
}
