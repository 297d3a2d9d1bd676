package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import trro.exporter.logging.LogfmtLayout;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestConfigs;
import trro.exporter.support.VendorSample;

/** A temporary key is used as the vendor wants it, and seen by nobody else. */
@Slow
class SecrecyTest {

    private static final String UP = "trro_up{project_id=\"abcdefg\"}";

    private final ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("trro.exporter");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(layout.doLayout(event));
        }
    };
    private final LogfmtLayout layout = new LogfmtLayout();

    @BeforeEach
    void listen() {
        layout.start();
        appender.start();
        root.addAppender(appender);
        ours.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        ours.setLevel(null);
    }

    @Test
    void aTemporaryKeyIsAcceptedWithItsTokenAndRegion() throws Exception {
        StandInKey key = StandInKey.TEMPORARY;
        try (StandInTrro trro = new StandInTrro(key, "ap-singapore", time);
                RunningExporter exporter = start(trro, key)) {

            await().untilAsserted(() -> assertThat(exporter.scrape().value(UP)).isEqualTo(1));
            assertThat(trro.refusals()).isEmpty();
            assertSecretsAreNowhere(exporter, key);
        }
    }

    @Test
    void aKeyThatIsRefusedIsNotShownEither() throws Exception {
        StandInKey key = StandInKey.TEMPORARY;
        StandInKey other = new StandInKey(key.secretId(), "another-secret-key", key.token());
        try (StandInTrro trro = new StandInTrro(other, "ap-singapore", time);
                RunningExporter exporter = start(trro, key)) {

            await().untilAsserted(() -> {
                assertThat(exporter.scrape().value(UP)).isZero();
                assertThat(exporter.get("/-/ready").body()).contains("abcdefg (AuthFailure.SignatureFailure)");
            });
            assertThat(trro.refusals()).isNotEmpty().containsOnly("AuthFailure.SignatureFailure");
            assertSecretsAreNowhere(exporter, key);
        }
    }

    private RunningExporter start(StandInTrro trro, StandInKey key) throws Exception {
        trro.answer("abcdefg", VendorSample::answer);
        return RunningExporter.start(
                TestConfigs.of(
                        trro.uri(),
                        Optional.of("ap-singapore"),
                        TestConfigs.HOURS_EVERY_SECOND,
                        TestConfigs.project("abcdefg", "dev1")),
                key,
                time);
    }

    private void assertSecretsAreNowhere(RunningExporter exporter, StandInKey key) {
        assertThat(logged).isNotEmpty();
        for (String text : List.of(
                exporter.get("/metrics").body(),
                exporter.get("/").body(),
                exporter.get("/?view=calls").body(),
                exporter.get("/?view=configuration").body(),
                exporter.get("/config").body(),
                exporter.get("/-/ready").body(),
                String.join("", logged))) {
            assertThat(text)
                    .doesNotContain(key.secretId())
                    .doesNotContain(key.secretKey())
                    .doesNotContain(key.token().orElseThrow());
        }
    }
}
