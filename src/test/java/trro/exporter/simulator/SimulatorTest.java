package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorTest {

    private final SimulatorBench bench = new SimulatorBench(SimulatorSettings.DEFAULT);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void cutsTheTwentyFirstCallOfASecondAndAllAfterIt() throws Exception {
        List<String> codes = codesOf(25);

        assertThat(codes.subList(0, 20)).containsOnly("");
        assertThat(codes.subList(20, 25)).containsOnly("RequestLimitExceeded");
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(codesOf(1)).containsExactly("");
    }

    @Test
    void countsEachAccountByItself() throws Exception {
        codesOf(20);

        SignedCall other = SignedCall.of(
                SimulatorBench.TEMPORARY,
                SimulatorBench.ACTION,
                SimulatorBench.NOW,
                bench.anyCall().body());

        assertThat(bench.send(other).code()).isEmpty();
    }

    @Test
    void countsCallsWithWrongParameters() throws Exception {
        for (int i = 0; i < 20; i++) {
            bench.send(bench.call("{}"));
        }

        assertThat(codesOf(1)).containsExactly("RequestLimitExceeded");
    }

    @Test
    void callsWithoutAValidSignatureDoNotCount() throws Exception {
        for (int i = 0; i < 20; i++) {
            bench.send(bench.anyCall().signing("host", "example.org"));
        }

        assertThat(codesOf(1)).containsExactly("");
    }

    @Test
    void otherPathsAreNotThere() throws Exception {
        URI metrics = URI.create("http://localhost:" + bench.simulator.port() + "/metrics");

        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(404);
    }

    @Test
    void isStartedOnce() {
        assertThatThrownBy(() -> bench.simulator.start("localhost", 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the simulator was started already");
    }

    @Test
    void hasNoPortBeforeItIsStarted() {
        try (Simulator idle =
                new Simulator(bench.time, bench.fleet, List.of(), SimulatorSettings.DEFAULT, Faults.none())) {
            assertThatThrownBy(idle::port)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the simulator was not started");
        }
    }

    private List<String> codesOf(int calls) throws IOException, InterruptedException {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            codes.add(bench.send(bench.anyCall()).code());
        }
        return codes;
    }
}
