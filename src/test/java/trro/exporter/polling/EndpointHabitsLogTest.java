package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.polling.PolledPage.device;
import static trro.exporter.polling.PolledPage.project;
import static trro.exporter.polling.PolledPage.row;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

/** What the operator is told of what TRRO's documents leave open. */
class EndpointHabitsLogTest {

    private static final PollTarget DAY = project(StatisticInterval.DAY);

    private final List<Logger> loggers = Stream.of(EndpointHabits.class, OpenBuckets.class)
            .map(type -> (Logger) LoggerFactory.getLogger(type))
            .toList();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        loggers.forEach(logger -> {
            logger.setLevel(Level.INFO);
            logger.setAdditive(false);
            logger.addAppender(lines);
        });
    }

    @AfterEach
    void stopListening() {
        loggers.forEach(logger -> {
            logger.detachAppender(lines);
            logger.setAdditive(true);
            logger.setLevel(null);
        });
    }

    private List<String> told(Class<?> by) {
        return lines.list.stream()
                .filter(line -> line.getLoggerName().equals(by.getName()))
                .map(line -> line.getKeyValuePairs() == null
                        ? ""
                        : line.getKeyValuePairs().stream()
                                .map(pair -> pair.key + "=" + pair.value)
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void oneRowOfGarbageNamesNoZoneAndSpendsNoWarning() {
        PolledPage page = new PolledPage("Asia/Shanghai", "2026-11-22T08:20:00Z");

        page.answer(DAY, row("2026-11-22T03:17:05Z", 4), row("2026-11-22T03:16:05Z", 4));
        page.answer(DAY, row("2026-11-22T00:00:00Z", 4));
        page.answer(DAY, row("2002-01-01T00:00:10Z", 4), row("2002-01-01T12:00:00Z", 4));
        assertThat(told(EndpointHabits.class)).isEmpty();

        page.answer(DAY, row("2026-11-22T00:00:00Z", 4), row("2026-11-21T00:00:00Z", 4));
        assertThat(told(EndpointHabits.class)).containsExactly("interval=day time_zone=Asia/Shanghai fitting_zone=Z");
    }

    @Test
    void aZoneIsNamedOnceWhateverTheIntervalAndTheTarget() {
        PolledPage page = new PolledPage("UTC", "2026-11-22T20:20:00Z");

        for (int i = 0; i < 3; i++) {
            page.answer(DAY, row("2026-11-22T16:00:00Z", 4), row("2026-11-21T16:00:00Z", 4));
            page.answer(device("d1", StatisticInterval.DAY), row("2026-11-22T16:00:00Z", 4));
            page.answer(
                    project(StatisticInterval.MONTH), row("2026-10-31T16:00:00Z", 4), row("2026-09-30T16:00:00Z", 4));
            page.time.advance(Duration.ofMinutes(10));
        }

        assertThat(told(EndpointHabits.class)).containsExactly("interval=day time_zone=UTC fitting_zone=+08:00");
    }

    @Test
    void hoursAtOtherMinutesAreToldOnceAndAdviseNoZone() {
        PolledPage page = new PolledPage("Asia/Kolkata", "2026-11-22T08:45:00Z");

        for (int i = 0; i < 3; i++) {
            page.answer(
                    project(StatisticInterval.HOUR), row("2026-11-22T08:00:00Z", 4), row("2026-11-22T07:00:00Z", 2));
        }

        assertThat(told(EndpointHabits.class)).containsExactly("time_zone=Asia/Kolkata hours_begin_at_minute=0");
    }

    @Test
    void thatOpenIntervalsWereNeverShownIsToldOnceAndTakenBackOnce() {
        PolledPage page = new PolledPage("Asia/Shanghai", "2026-11-22T08:20:00Z");

        page.answer(project(StatisticInterval.HOUR));
        page.answer(DAY);
        assertThat(told(OpenBuckets.class)).containsExactly("project_id=p interval=hour");
        page.answer(project(StatisticInterval.MONTH), row("2026-10-31T16:00:00Z", 4));
        assertThat(told(OpenBuckets.class)).containsExactly("project_id=p interval=hour", "");
        page.answer(project(StatisticInterval.MONTH), row("2026-10-31T16:00:00Z", 5));

        assertThat(told(OpenBuckets.class)).hasSize(2);
    }
}
