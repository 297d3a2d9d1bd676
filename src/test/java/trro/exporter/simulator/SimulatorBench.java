package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import trro.exporter.api.Credentials;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.Secret;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.support.FakeTime;
import trro.exporter.support.Samples;

/** A running simulator with all that a test wants to turn, and calls to it. */
final class SimulatorBench implements AutoCloseable {

    static final String ACTION = "DescribeSessionStatisticsByInterval";
    static final SimulatorSettings UNHURRIED = new SimulatorSettings(1_000, SimulatorSettings.Site.INTERNATIONAL, 100);
    static final Instant NOW = Instant.parse("2026-11-19T09:20:00Z");
    static final Credentials ACCOUNT =
            new Credentials(new Secret("AKIDtest"), new Secret("test-secret-key"), Optional.empty());
    static final Credentials TEMPORARY =
            new Credentials(new Secret("AKIDtemporary"), new Secret("short-lived"), Optional.of(new Secret("token-1")));

    final FakeTime time = new FakeTime(NOW.toString());
    final Fleet fleet = Fleet.seeded(7, 2, 40);
    final String project = fleet.projects().get(0).id();
    final Faults faults = new Faults(1);
    final Simulator simulator;

    SimulatorBench(SimulatorSettings settings) {
        this.simulator =
                new Simulator(time, fleet, List.of(ACCOUNT, TEMPORARY), settings, faults).start("localhost", 0);
    }

    SignedCall.Answer send(SignedCall call) throws IOException, InterruptedException {
        return call.send(simulator.port());
    }

    /** A call that is right in every way. */
    SignedCall anyCall() {
        return call(new StatisticsQuery(PollTarget.ofProject(project, StatisticInterval.DAY), NOW, NOW));
    }

    SignedCall call(StatisticsQuery query) {
        PollTarget target = query.target();
        return call("{\"ProjectId\":\"" + target.projectId() + "\",\"StatisticInterval\":\""
                + target.interval().label() + "\""
                + target.deviceId().map(id -> ",\"DeviceId\":\"" + id + "\"").orElse("") + ",\"StartTime\":"
                + query.from().getEpochSecond() + ",\"EndTime\":" + query.to().getEpochSecond() + "}");
    }

    SignedCall call(String body) {
        return SignedCall.of(ACCOUNT, ACTION, time.now(), body);
    }

    List<SessionStatistics> rows(SignedCall call) throws IOException, InterruptedException {
        JsonNode rows = send(call).response().required("SessionStatistics");
        return StreamSupport.stream(rows.spliterator(), false)
                .map(SimulatorBench::row)
                .toList();
    }

    @Override
    public void close() {
        simulator.close();
    }

    private static SessionStatistics row(JsonNode row) {
        assertThat(row.properties()).allMatch(field -> field.getValue().isIntegralNumber());
        return Samples.statistics(
                Instant.ofEpochSecond(row.required("StartTime").asLong()),
                Instant.ofEpochSecond(row.required("EndTime").asLong()),
                row.required("SessionNum").asLong(),
                Duration.ofMinutes(row.required("TotalDuration").asLong()),
                row.required("NotBadSessionRatio").asLong() / 100.0,
                row.required("ActiveFieldDeviceNum").asLong(),
                row.required("ActiveRemoteDeviceNum").asLong());
    }
}
