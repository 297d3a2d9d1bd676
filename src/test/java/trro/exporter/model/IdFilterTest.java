package trro.exporter.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

class IdFilterTest {

    @Test
    void withoutExpressionsEveryIdIsWanted() {
        assertThat(new IdFilter(List.of(), List.of(), 1).wanted()).accepts("truck-1", "x");
    }

    @Test
    void anIdIsWantedIfOneExpressionMatchesAllOfItAndNoneExcludesIt() {
        IdFilter filter = new IdFilter(List.of("truck-.*", "robot-[0-9]+"), List.of(".*-test", "truck-9"), 1);

        assertThat(filter.wanted()).accepts("truck-1", "robot-12", "truck-99");
        assertThat(filter.wanted()).rejects("a-truck-1", "robot-1a", "truck-1-test", "truck-9", "sweeper-1");
    }

    @Test
    void refusesWhatIsNoExpressionAndABoundOfNothing() {
        assertThatThrownBy(() -> new IdFilter(List.of("["), List.of(), 1)).isInstanceOf(PatternSyntaxException.class);
        assertThatThrownBy(() -> new IdFilter(List.of(), List.of("*"), 1)).isInstanceOf(PatternSyntaxException.class);
        assertThatThrownBy(() -> new IdFilter(List.of(), List.of(), 0)).hasMessage("max is below 1: 0");
    }
}
