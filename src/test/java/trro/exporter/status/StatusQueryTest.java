package trro.exporter.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trro.exporter.support.FleetBuilder;

class StatusQueryTest {

    @Test
    void asksForTheFirstPageOfEverythingByDefault() {
        assertThat(StatusQuery.parse(Map.of("q", List.of(""), "state", List.of(""))))
                .isEqualTo(StatusQuery.ALL);
    }

    @Test
    void readsAllParameters() {
        StatusQuery query = StatusQuery.parse(Map.of(
                "view", List.of("calls"),
                "project", List.of("p"),
                "q", List.of(" truck "),
                "state", List.of("late"),
                "page", List.of("3"),
                "refresh", List.of("off")));

        assertThat(query)
                .isEqualTo(new StatusQuery(
                        View.CALLS, true, Optional.of("p"), "truck", Optional.of(TargetCondition.LATE), 3));
    }

    @ParameterizedTest
    @CsvSource({
        "state, FAILED, 'state is none of answered, late, failed, not-asked'",
        "view, x, 'view is none of targets, calls, configuration'",
        "refresh, on, 'refresh is not off; leave it out to have the page refresh itself'",
        "page, 0, page is not a number from 1",
        "page, -1, page is not a number from 1",
        "page, x, page is not a number from 1",
        "page, 1234567890, page is not a number from 1",
    })
    void refusesWhatMakesNoSense(String name, String value, String message) {
        assertThatThrownBy(() -> StatusQuery.parse(Map.of(name, List.of(value))))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesALongText() {
        assertThatThrownBy(() -> StatusQuery.parse(Map.of("q", List.of("x".repeat(201)))))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("q is longer than 200 characters; search for a part of the id");
    }

    @Test
    void itsAddressSurvivesHostileText() {
        StatusQuery query = new StatusQuery(
                View.TARGETS, true, Optional.of("p&1"), "a&b=\"<ü>", Optional.of(TargetCondition.NOT_ASKED), 2);

        assertThat(query.address())
                .isEqualTo("?project=p%261&q=a%26b%3D%22%3C%C3%BC%3E&state=not-asked&page=2&refresh=off");
        assertThat(StatusQuery.ALL.address()).isEqualTo("?");
    }

    @Test
    void everyLinkKeepsTheRefreshPaused() {
        StatusQuery paused = StatusQuery.ALL.withRefreshToggled();

        assertThat(Stream.of(
                        paused.in(View.CALLS),
                        paused.ofProject("p"),
                        paused.of(Optional.of(TargetCondition.FAILED)),
                        paused.atPage(2)))
                .allSatisfy(query -> assertThat(query.address()).endsWith("refresh=off"));
    }

    @Test
    void aStateIsChosenWithinTheProject() {
        assertThat(StatusQuery.ALL
                        .ofProject("p")
                        .of(Optional.of(TargetCondition.FAILED))
                        .address())
                .isEqualTo("?project=p&state=failed");
    }

    @Test
    void findsPartsOfIdsInEitherCase() {
        StatusQuery query = new StatusQuery(View.TARGETS, false, Optional.empty(), "TRÜCK.", Optional.empty(), 1);

        assertThat(query.filter().test(FleetBuilder.device("p", "my-trück.1"))).isTrue();
        assertThat(query.filter().test(FleetBuilder.project("trück.x"))).isTrue();
        assertThat(query.filter().test(FleetBuilder.device("p", "trückx"))).isFalse();
    }
}
