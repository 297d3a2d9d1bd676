package trro.exporter.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLinksTest {

    @Test
    void bothMayBeLeftOut() {
        assertThat(StatusLinks.of(Optional.empty(), Optional.empty())).isEqualTo(StatusLinks.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "grafana.example.com",
                "javascript:alert(1)",
                "ftp://grafana.example.com",
                "https:///d",
                "https://user:word@grafana.example.com",
                "https://grafana example.com"
            })
    void whatNoBrowserCanFollowIsRefused(String url) {
        assertThatThrownBy(() -> StatusLinks.of(Optional.of(url), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--web.dashboards-url: ")
                .hasMessageEndingWith("; give one such as https://grafana.example.com, without a password")
                .hasMessageNotContaining("word@");
        assertThatThrownBy(() -> StatusLinks.of(Optional.empty(), Optional.of(url)))
                .hasMessageStartingWith("--web.runbook-url: ");
    }
}
