package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneGuessTest {

    @ParameterizedTest
    @CsvSource({
        "Asia/Beijing, Asia/Shanghai",
        "Asia/Bejing, Asia/Shanghai",
        "asia/shenzhen, Asia/Shanghai",
        "Beijing, Asia/Shanghai",
        "China/Beijing, Asia/Shanghai",
        "China Standard Time, Asia/Shanghai",
        "China, Asia/Shanghai",
        "Asia/Shangai, Asia/Shanghai",
        "asia/shanghai, Asia/Shanghai",
        "Shanghai, Asia/Shanghai",
        "Asia/Mumbai, Asia/Kolkata",
        "Asia/New Delhi, Asia/Kolkata",
        "Asia/Bangalore, Asia/Kolkata",
        "Europe/Munich, Europe/Berlin",
        "America/San_Francisco, America/Los_Angeles",
        "America/new york, America/New_York",
        "America/New-York, America/New_York",
        "Europ/Berlin, Europe/Berlin",
        "jst, Asia/Tokyo",
        "HKT, Asia/Hong_Kong",
        "+8:00, +08:00",
        "UTC+8:00, +08:00",
        "-3, -03:00"
    })
    void namesTheZoneThatWasMeant(String text, String zone) {
        assertThat(ZoneGuess.of(text)).contains("did you mean " + zone + "?");
        assertThat(ZoneId.of(zone)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CST; use Asia/Shanghai or America/Chicago",
                "cst; use Asia/Shanghai or America/Chicago",
                "IST; use Asia/Kolkata, Asia/Jerusalem or Europe/Dublin",
                "PST; use America/Los_Angeles or Asia/Manila"
            })
    void namesEachClockOfAShortName(String text, String nextStep) {
        assertThat(ZoneGuess.of(text)).contains(nextStep);
        for (String zone : List.of(nextStep.substring(4).split(", | or "))) {
            assertThat(ZoneId.of(zone)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mars",
                "XYZ",
                "BET",
                "CTT",
                "Asia/Atlantis",
                "Asia/Paris",
                "Local",
                "UTC8",
                "+25",
                "/",
                "",
                "Asia/",
                "China/"
            })
    void isSilentWhenTheMeaningIsUnknown(String text) {
        assertThat(ZoneGuess.of(text)).isEmpty();
    }

    @Test
    void aSlipInACitysNameNeverGivesAnotherClock() {
        Instant now = Instant.parse("2026-11-29T00:00:00Z");
        Random random = new Random(7);
        int guesses = 0;
        List<String> zones = ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.startsWith("A"))
                .sorted()
                .toList();
        for (String zone : zones) {
            int at = zone.lastIndexOf('/') + 1 + random.nextInt(zone.length() - zone.lastIndexOf('/') - 1);
            String slip = zone.substring(0, at) + (char) ('a' + random.nextInt(26)) + zone.substring(at);
            Optional<String> guess = ZoneGuess.of(slip).filter(text -> text.startsWith("did you mean "));
            if (guess.isPresent()) {
                String guessed = guess.get()
                        .substring("did you mean ".length(), guess.get().length() - 1);
                assertThat(ZoneId.of(guessed).getRules().getOffset(now))
                        .as("%s for %s", guessed, slip)
                        .isEqualTo(ZoneId.of(zone).getRules().getOffset(now));
                guesses++;
            }
        }
        assertThat(guesses).isGreaterThan(150);
    }
}
