package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.time.Moment;

class StateChangesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:20:00Z");
    private static final PollTarget HOUR = PollTarget.ofProject("p", StatisticInterval.HOUR);
    private static final PollTarget DAY = PollTarget.ofProject("p", StatisticInterval.DAY);
    private static final PollTarget DEVICE = PollTarget.ofDevice("p", "d", StatisticInterval.HOUR);

    private final Logger logger = (Logger) LoggerFactory.getLogger(StateChanges.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SnapshotStore store = new SnapshotStore(List.of(HOUR, DAY, DEVICE));
    private final StateChanges changes = new StateChanges();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private void fail(PollTarget target) {
        fail(target, "InternalError");
    }

    private void fail(PollTarget target, String code) {
        Snapshot before = store.current();
        Failure failure = new Failure(NOW, code, "sorry", Optional.of("r-1"));
        store.failed(target, failure);
        changes.failed(target, failure, before);
    }

    private void answer(PollTarget target) {
        Snapshot before = store.current();
        store.answered(
                target, new LatestStatistics(new Moment(NOW, 0), "r", Figures.unknown(NOW), Figures.unknown(NOW)));
        changes.answered(target, before);
    }

    private Stream<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage);
    }

    @Test
    void aProjectThatGoesDownAndComesBackIsTwoLines() {
        answer(HOUR);
        fail(HOUR);
        fail(HOUR);
        fail(DAY);
        fail(DEVICE);
        answer(DAY);
        answer(HOUR);
        answer(HOUR);

        assertThat(messages()).containsExactly("project is not answered", "project is answered again");
        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(lines.list.get(0).getKeyValuePairs())
                .map(pair -> pair.key + "=" + pair.value)
                .containsExactly(
                        "project_id=p",
                        "device_id=",
                        "interval=hour",
                        "code=InternalError",
                        "request_id=r-1",
                        "error=sorry");
    }

    @Test
    void aDeviceThatFailsAloneIsTwoLines() {
        answer(HOUR);
        fail(DEVICE);
        fail(DEVICE);
        answer(DEVICE);
        answer(DEVICE);

        assertThat(messages()).containsExactly("device is not answered", "device is answered again");
    }

    @ParameterizedTest
    @CsvSource({"Network, AuthFailure.SecretIdNotFound, 2", "Network, Timeout, 1", "ResourceNotFound, InternalError, 2"
    })
    void aNewCauseOfAnOldFailureIsALineOfItsOwn(String first, String second, int lineCount) {
        answer(HOUR);
        fail(HOUR, first);
        fail(DAY, first);
        fail(DEVICE, first);
        fail(HOUR, second);
        fail(DAY, second);
        fail(DEVICE, second);
        fail(HOUR, second);

        assertThat(messages()).hasSize(lineCount).containsOnly("project is not answered");
    }

    @Test
    void aNewCauseOfADeviceThatFailsAloneIsALineOfItsOwn() {
        answer(HOUR);
        fail(DEVICE, "ResourceNotFound");
        fail(DEVICE, "InternalError");
        fail(DEVICE, "InternalError");

        assertThat(messages()).hasSize(2).containsOnly("device is not answered");
    }

    @Test
    void answersThatWereToBeExpectedAreNoNews() {
        answer(HOUR);
        answer(DEVICE);

        assertThat(messages()).isEmpty();
    }
}
