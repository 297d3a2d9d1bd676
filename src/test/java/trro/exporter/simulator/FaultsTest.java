package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Through a running simulator. */
class FaultsTest {

    private final SimulatorBench bench = new SimulatorBench(SimulatorSettings.DEFAULT);

    private static FaultPlan plan(Map<Fault, Double> probabilities) {
        return new FaultPlan(Duration.ZERO, probabilities, Optional.empty());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void throttlesAsOrdered() throws Exception {
        bench.faults.set(plan(Map.of(Fault.THROTTLED, 1.0)));

        assertThat(bench.anyCall().send(bench.simulator.port()).code()).isEqualTo("RequestLimitExceeded");
    }

    @Test
    void breaksAnswersAsOrdered() throws Exception {
        bench.faults.set(plan(Map.of(Fault.INTERNAL_ERROR, 1.0)));
        assertThat(bench.anyCall().send(bench.simulator.port()).code()).isEqualTo("InternalError");

        bench.faults.set(plan(Map.of(Fault.BAD_GATEWAY, 1.0)));
        assertThat(bench.anyCall().send(bench.simulator.port()))
                .isEqualTo(new SignedCall.Answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>"));

        bench.faults.set(plan(Map.of(Fault.GARBAGE, 1.0)));
        assertThat(bench.anyCall().send(bench.simulator.port()).text()).isEqualTo("\u0000\u0001 this is not JSON");

        bench.faults.set(plan(Map.of(Fault.TRUNCATED, 1.0)));
        assertThat(bench.anyCall().send(bench.simulator.port()).text())
                .startsWith("{\"Response\":{\"Session")
                .doesNotEndWith("}}");

        bench.faults.set(FaultPlan.NONE);
        assertThat(bench.anyCall().send(bench.simulator.port()).code()).isEmpty();
    }

    @Test
    void closesTheConnectionAsOrdered() {
        bench.faults.set(plan(Map.of(Fault.CLOSE, 1.0)));

        assertThatThrownBy(() -> bench.anyCall().send(bench.simulator.port()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("header parser received no bytes");
    }

    @Test
    void hangsAsOrderedUntilItIsClosed() throws Exception {
        bench.faults.set(
                bench.project, new FaultPlan(Duration.ofMillis(300), Map.of(Fault.HANG, 1.0), Optional.empty()));

        CompletableFuture<SignedCall.Answer> hanging = bench.anyCall().sendAsync(bench.simulator.port());
        while (bench.time.sleeps().isEmpty()) { // before the fault
            Thread.onSpinWait();
        }

        assertThat(bench.send(otherProject()).code()).isEmpty();
        assertThat(hanging).isNotDone();
        bench.close();
        assertThatThrownBy(hanging::join).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void failsOneProjectAndNoOther() throws Exception {
        bench.faults.set(bench.project, FaultPlan.NONE.failingWith("FailedOperation"));

        assertThat(bench.send(bench.anyCall()).code()).isEqualTo("FailedOperation");
        assertThat(bench.send(otherProject()).code()).isEmpty();
    }

    @Test
    void failsOneActionAndNoOther() throws Exception {
        bench.faults.setForAction("GetDevices", FaultPlan.NONE.failingWith("FailedOperation"));
        SignedCall devices = SignedCall.of(
                SimulatorBench.ACCOUNT, "GetDevices", SimulatorBench.NOW, "{\"PageNum\":1,\"PageSize\":10}");

        assertThat(bench.send(devices).code()).isEqualTo("FailedOperation");
        assertThat(bench.send(bench.anyCall()).code()).isEmpty();
    }

    @Test
    void takesItsTimeAsOrdered() throws Exception {
        bench.faults.set(new FaultPlan(Duration.ofMillis(300), Map.of(), Optional.empty()));

        assertThat(bench.anyCall().send(bench.simulator.port()).code()).isEmpty();

        assertThat(bench.time.sleeps())
                .hasSize(1)
                .allSatisfy(latency -> assertThat(latency).isBetween(Duration.ofNanos(1), Duration.ofMillis(300)));
    }

    @Test
    void faultsComeAsOftenAsOrderedAndInTheSameOrderForTheSameSeed() {
        FaultPlan plan = plan(Map.of(Fault.THROTTLED, 0.1, Fault.CLOSE, 0.3));
        Faults first = new Faults(5);
        Faults second = new Faults(5);
        first.set(plan);
        second.set(plan);

        List<Faults.Fate> fates =
                Stream.generate(() -> first.next("Action", "p")).limit(10_000).toList();

        assertThat(Stream.generate(() -> second.next("Action", "p")).limit(10_000))
                .isEqualTo(fates);
        assertThat(fates)
                .filteredOn(fate -> fate.fault().equals(Optional.of(Fault.THROTTLED)))
                .hasSizeBetween(900, 1_100);
        assertThat(fates)
                .filteredOn(fate -> fate.fault().equals(Optional.of(Fault.CLOSE)))
                .hasSizeBetween(2_850, 3_150);
        assertThat(fates).filteredOn(fate -> fate.fault().isEmpty()).hasSizeBetween(5_800, 6_200);
    }

    @Test
    void plansThatCannotBeAreRefused() {
        assertThatThrownBy(() -> plan(Map.of(Fault.HANG, 0.6, Fault.CLOSE, 0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probabilities add up to more than 1: 1.1");
        assertThatThrownBy(() -> plan(Map.of(Fault.HANG, -0.1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probability of hang is not within 0..1: -0.1");
        assertThatThrownBy(() -> new FaultPlan(Duration.ofSeconds(-1), Map.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("latency is below zero: PT-1S");
    }

    private SignedCall otherProject() {
        String other = bench.fleet.projects().get(1).id();
        return bench.call(bench.anyCall().body().replace(bench.project, other));
    }
}
