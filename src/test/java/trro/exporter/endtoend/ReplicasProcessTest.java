package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.CapturedCalls;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.MockKubernetes;
import trro.exporter.support.Pages;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.SlidingSecond;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.VendorSample;
import trro.exporter.time.SystemTime;

/** Two processes, one lease and a TRRO that counts: whatever happens to the one that leads, no call is made twice. */
@Slow
class ReplicasProcessTest {

    private static final String ACTION = "DescribeSessionStatisticsByInterval";
    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final int LIMIT = 20;
    private static final int DEVICES = 60;

    private final StandInTrro trro = new StandInTrro(new SystemTime());
    private final MockKubernetes kubernetes = new MockKubernetes();
    private final List<ChildProcess> processes = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private CapturedCalls calls;

    @BeforeEach
    void begin() throws Exception {
        kubernetes.freeLease("monitoring", "trro");
        trro.limit(Integer.MAX_VALUE);
        trro.answer("abcdefg", VendorSample::answer);
        calls = CapturedCalls.to(trro.uri().getPort(), folder);
    }

    @AfterEach
    void end() throws Exception {
        processes.forEach(ChildProcess::close);
        kubernetes.close();
        calls.close();
        trro.close();
    }

    /** A process and where its pages are. */
    private record Running(ChildProcess process, Pages pages) {}

    @Test
    void whateverHappensToTheLeaderTheOtherOneGoesOnAndNoCallIsMadeTwice() throws Exception {
        Running first = leaderWithPicture();
        Running second = follower(first);

        first.process().signal("STOP");
        awaitTakeOver(second);
        awaitCalls(2 * LIMIT); // the other one is at full pace
        first.process().signal("CONT");
        await().untilAsserted(() -> {
            assertThat(first.process().err()).contains("this replica follows");
            assertThat(first.pages().metrics().value("trro_leader_picture_last_success_timestamp_seconds"))
                    .isPositive();
        });
        assertThat(shown(first)).isZero();
        assertThat(first.pages().get("/-/ready").statusCode()).isEqualTo(503);
        assertThat(first.pages().get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(leads(second)).isOne();

        second.process().signal("KILL");
        awaitTakeOver(first);
        awaitCalls(2 * LIMIT);

        Running third = follower(first);
        long told = System.nanoTime();
        first.process().terminate();
        awaitTakeOver(third);
        assertThat(Duration.ofNanos(System.nanoTime() - told))
                .as("it gave the lease back")
                .isLessThan(LEASE);
        assertThat(first.process().awaitExit(PATIENCE)).isZero();
        assertThat(first.process().err()).contains("another replica has the last picture of this one");
        awaitCalls(2 * LIMIT);

        assertThat(third.pages().get("/-/ready").statusCode()).isEqualTo(200);
        assertThat(first.process().err()
                        + second.process().err()
                        + third.process().err())
                .doesNotContain("defect", "throttle");
        assertThat(SlidingSecond.most(calls.arrivals(ACTION))).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void aLeaderWithoutKubernetesAsksNothingMoreAndServesWhatItKnows() throws Exception {
        Running first = leaderWithPicture();

        kubernetes.refuse(500, request -> true);

        first.process().awaitOutput("it asks nothing and serves what it knows");
        assertThat(shown(first)).isEqualTo(DEVICES);
        assertThat(leads(first)).isZero();
        int before = trro.arrivals();
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        assertThat(trro.arrivals()).isEqualTo(before);
        assertThat(first.pages().get("/-/ready").body()).contains("it cannot renew its lease");
        kubernetes.refuse(500, request -> false);
        await().untilAsserted(() -> assertThat(leads(first)).isOne());
        await().until(() -> trro.arrivals() > before);
    }

    private Running leaderWithPicture() throws Exception {
        Running leader = start();
        await().untilAsserted(() -> assertThat(leads(leader)).isOne());
        await().untilAsserted(() -> assertThat(shown(leader)).isEqualTo(DEVICES));
        assertThat(leader.pages().get("/-/ready").statusCode()).isEqualTo(200);
        return leader;
    }

    private Running follower(Running leader) throws Exception {
        Running follower = start();
        await().untilAsserted(() -> assertThat(
                        follower.pages().metrics().value("trro_leader_picture_last_success_timestamp_seconds"))
                .isPositive());
        assertThat(leads(follower)).isZero();
        assertThat(shown(follower)).isZero();
        HttpResponse<String> ready = follower.pages().get("/-/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("it follows replica_", ", which leads");
        assertThat(follower.pages().get("/").body()).contains("This replica does not lead", "it follows replica_");
        assertThat(leader.pages().get("/").body()).doesNotContain("does not lead");
        assertThat(follower.pages().get("/-/picture").statusCode()).isEqualTo(503);
        assertThat(leader.pages().get("/-/picture").statusCode()).isEqualTo(200);
        assertThat(follower.pages().get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(follower.pages().metrics().startingWith("jvm_")).isNotEmpty();
        assertThat(leads(leader)).isOne();
        return follower;
    }

    /** Its first page as a leader holds every series, and it is ready by then. */
    private void awaitTakeOver(Running follower) {
        ScrapedPage first = await().pollInterval(Duration.ofMillis(50))
                .until(
                        () -> follower.pages().metrics(),
                        page -> page.startingWith("trro_leader{").containsValue(1.0));
        assertThat(first.startingWith("trro_device_last_success")).hasSize(DEVICES);
    }

    private void awaitCalls(int more) {
        int before = trro.arrivals();
        await().until(() -> trro.arrivals() >= before + more);
    }

    private Running start() throws IOException {
        Map<String, String> environment = new HashMap<>(StandInKey.PERMANENT.environment());
        environment.putAll(kubernetes.environment());
        ChildProcess process = ChildProcess.ofMain(
                folder,
                environment,
                "run",
                "--web.listen-address=127.0.0.1:0",
                "--config.file=" + config(),
                "--leader-election.lease=monitoring/trro",
                "--leader-election.identity=replica",
                "--leader-election.lease-duration=" + LEASE.toSeconds() + "s");
        processes.add(process);
        return new Running(process, Pages.of(process));
    }

    private Path config() throws IOException {
        String devices = IntStream.range(0, DEVICES)
                .mapToObj(number -> "device-" + number)
                .collect(Collectors.joining(", "));
        return Files.writeString(folder.resolve("trro.yml"), """
            intervals: { hour: { poll_interval: 10s } }
            accounts:
              - endpoint: %s
                requests_per_second: %d
                projects: [{ id: abcdefg, devices: [%s] }]
            """.formatted(trro.uri(), LIMIT, devices));
    }

    private double leads(Running replica) throws IOException, InterruptedException {
        return replica.pages().metrics().startingWith("trro_leader{").values().stream()
                .findFirst()
                .orElseThrow();
    }

    /** The number of devices that its page shows. */
    private int shown(Running replica) throws IOException, InterruptedException {
        return replica.pages()
                .metrics()
                .startingWith("trro_device_last_success")
                .size();
    }
}
