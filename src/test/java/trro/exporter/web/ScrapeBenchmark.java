package trro.exporter.web;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import trro.exporter.bench.Way;
import trro.exporter.exposition.ExpositionFormat;

/**
 * The cost of a page, beside the same series as gauges of their own.
 *
 * <p>Each is compressed as it is when it is served: here by {@link CompressedPage}, elsewhere as Prometheus' own server
 * does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ScrapeBenchmark {

    @Param({"2100", "42000", "210000"})
    int series;

    @Param({"TRRO_EXPORTER", "MICROMETER", "CLIENT_JAVA"})
    @SuppressWarnings("NullAway.Init")
    Way way;

    @Param({"TEXT", "OPEN_METRICS", "PROTOBUF"})
    @SuppressWarnings("NullAway.Init")
    ExpositionFormat format;

    @SuppressWarnings("NullAway.Init")
    private Way.Page page;

    @Setup
    public void fill() {
        page = way.of(series);
    }

    @Benchmark
    public void plain() throws IOException {
        page.write(format, new BufferedOutputStream(OutputStream.nullOutputStream()));
    }

    @Benchmark
    public long gzip() throws IOException {
        if (way == Way.TRRO_EXPORTER) {
            return CompressedPage.of(out -> page.write(format, out)).gzipLength();
        }
        try (OutputStream out = new GZIPOutputStream(OutputStream.nullOutputStream())) {
            page.write(format, out);
        }
        return 0;
    }
}
