package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.model.StatisticInterval;
import trro.exporter.replicas.ReceivedPicture;
import trro.exporter.storage.SealedState;
import trro.exporter.support.ScrapedPage;
import trro.exporter.time.Moment;

/** A replica that goes on with the picture of another one, in virtual time. */
class TakeOverTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final String SESSIONS = "trro_device_sessions";
    private static final ExporterConfig CONFIG = new ExporterConfig(
            SHANGHAI,
            Duration.ofMinutes(10),
            Duration.ofHours(3),
            Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1)),
            List.of(new AccountConfig(
                    "main",
                    URI.create("https://trro.example"),
                    Optional.empty(),
                    new CredentialsConfig.Env(),
                    16,
                    List.of(new ProjectConfig("p", List.of("a", "b"))))));

    private final ReloadRig leader = rig(7);
    private final ReloadRig follower = rig(9);

    private static ReloadRig rig(long sessions) {
        ReloadRig rig = new ReloadRig(CONFIG);
        rig.rows = (account, query) -> ReloadRig.rows(query, sessions, SHANGHAI);
        return rig;
    }

    /** The leader's picture as it came to the follower just now. */
    private ReceivedPicture picture() {
        return new ReceivedPicture(SealedState.seal(leader.accounts().kept()), Moment.now(follower.time));
    }

    private boolean takeOver(ReceivedPicture picture) {
        return new TakeOver(follower.configured(), follower.time).from(picture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H", "PT1H"})
    void theFirstPageHoldsEverySeriesWhateverTheClocksOfBothMachinesSay(String ahead) {
        leader.run(Duration.ofSeconds(30));
        follower.time.setWallClock(leader.time.now().plus(Duration.parse(ahead)));

        assertThat(takeOver(picture())).isTrue();

        assertThat(follower.scrape().startingWith("trro_device_last_success"))
                .isEqualTo(leader.scrape().startingWith("trro_device_last_success"));
        if (ahead.equals("PT0S")) { // else it is another hour there
            assertThat(follower.scrape().startingWith(SESSIONS))
                    .isNotEmpty()
                    .isEqualTo(leader.scrape().startingWith(SESSIONS));
        }
    }

    @Test
    void whoLedBeforeShowsTheNewerFiguresOfTheOtherOne() {
        follower.run(Duration.ofSeconds(30));
        assertThat(follower.scrape().startingWith(SESSIONS)).containsValue(9.0);
        leader.run(Duration.ofSeconds(60));
        follower.time.setWallClock(leader.time.now());

        takeOver(picture());

        assertThat(follower.scrape().startingWith(SESSIONS)).containsValue(7.0).doesNotContainValue(9.0);
    }

    @Test
    void theTurnsOfTargetsGoAlongSoThatNothingIsAskedTwice() {
        leader.run(Duration.ofSeconds(30));

        takeOver(picture());
        int before = follower.asked.size();
        follower.run(Duration.ofSeconds(20));

        assertThat(follower.asked).hasSize(before);
    }

    @Test
    void aPictureThatCannotBeReadChangesNothing() {
        follower.run(Duration.ofSeconds(30));
        ScrapedPage before = follower.scrape();

        boolean figures = takeOver(new ReceivedPicture(
                SealedState.seal("nonsense".getBytes(StandardCharsets.UTF_8)), Moment.now(follower.time)));

        assertThat(figures).isFalse();
        assertThat(follower.scrape().startingWith(SESSIONS)).isEqualTo(before.startingWith(SESSIONS));
    }
}
