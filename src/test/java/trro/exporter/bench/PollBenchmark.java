package trro.exporter.bench;

import java.util.concurrent.TimeUnit;
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
import trro.exporter.model.PollTarget;
import trro.exporter.snapshot.LatestStatistics;

/** What it costs to store one answer, without the answer itself. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PollBenchmark {

    @Param({"2100", "42000", "210000"})
    int series;

    @SuppressWarnings("NullAway.Init")
    private BenchFleet fleet;

    @SuppressWarnings("NullAway.Init")
    private LatestStatistics answer;

    private int next;

    @Setup
    public void fill() {
        fleet = BenchFleet.of(series);
        answer = fleet.answer(fleet.targets().get(0));
    }

    @Benchmark
    public void store() {
        next = (next + 7919) % fleet.targets().size(); // a prime number, so that every target has its turn
        PollTarget target = fleet.targets().get(next);
        fleet.store().answered(target, answer);
    }
}
