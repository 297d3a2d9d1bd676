package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSettingsTest {

    private static final ListenAddress ADDRESS = new ListenAddress("", 10205);

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/a/b-c/d_e.f~g", "/-metrics"})
    void takesAPath(String path) {
        assertThat(new WebSettings(ADDRESS, path).telemetryPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/status.css", "/config", "/-/healthy", "/-/anything"})
    void refusesAPathThatHasAnotherUse(String path) {
        assertThatThrownBy(() -> new WebSettings(ADDRESS, path))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("--web.telemetry-path: \"" + path
                        + "\" has another use; choose another path, for example /metrics");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "metrics", "//metrics", "/metrics/", "/../etc", "/a/./b", "/{x}", "/<x>", "/*", "/a b", "/ä"
            })
    void refusesWhatIsNoPlainPath(String path) {
        assertThatThrownBy(() -> new WebSettings(ADDRESS, path))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--web.telemetry-path: \"" + path
                                + "\" is not a path; begin with / and use letters, digits, and -._~ within, for example /metrics");
    }
}
