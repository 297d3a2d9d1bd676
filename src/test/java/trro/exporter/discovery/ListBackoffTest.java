package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trro.exporter.api.ApiException.Kind;

class ListBackoffTest {

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "SERVER", "NETWORK"})
    void whatPassesByItselfIsTriedSoonAndAfterAMinuteAtTheLatest(Kind kind) {
        assertThat(IntStream.rangeClosed(1, 7).mapToObj(ListSchedule.backoff(kind)::after))
                .containsExactlyElementsOf(Stream.of(2, 4, 8, 16, 32, 60, 60)
                        .map(Duration::ofSeconds)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHORIZED", "MALFORMED", "INVALID_REQUEST", "NOT_FOUND"})
    void whatSomebodyMustMendIsTriedRarely(Kind kind) {
        assertThat(IntStream.rangeClosed(1, 6).mapToObj(ListSchedule.backoff(kind)::after))
                .containsExactlyElementsOf(
                        Stream.of(1, 2, 4, 8, 15, 15).map(Duration::ofMinutes).toList());
    }

    @Test
    void itStaysTheLongestHoweverManyFailures() {
        assertThat(ListSchedule.backoff(Kind.SERVER).after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    }
}
