package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.replicas.ReceivedPicture;
import trro.exporter.storage.SealedState;
import trro.exporter.support.ScrapedPage;
import trro.exporter.time.Moment;

/** A replica that goes on with the picture of another one, in virtual time. */
class TakeOverTest {

    private static final String SESSIONS = "trro_device_sessions";

    private final ReloadRig leader = rig(7);
    private final ReloadRig follower = rig(9);

    private static ReloadRig rig(long sessions) {
        ReloadRig rig = new ReloadRig(ReloadRig.TWO_DEVICES);
        rig.rows = (account, query) -> ReloadRig.rows(query, sessions, ReloadRig.SHANGHAI);
        return rig;
    }

    /** The leader's picture as it came to the follower just now. */
    private ReceivedPicture picture() {
        return new ReceivedPicture(SealedState.seal(leader.accounts().kept()), Moment.now(follower.time));
    }

    private boolean takeOver(ReceivedPicture picture) {
        return follower.configured().takeOver(picture);
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
