package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class FileDescriptorsTest {

    @Test
    void tooFewAreTheOperatorsMistake() {
        assertThatExceptionOfType(OperatorMistake.class)
                .isThrownBy(() -> FileDescriptors.check(255))
                .withMessage(
                        "this process may open 255 files and connections, which are too few; raise the limit to 256"
                                + " or more (ulimit -n, or LimitNOFILE of systemd)");
    }

    @Test
    void theUsualLimitsAreEnough() {
        assertThatCode(() -> FileDescriptors.check(256)).doesNotThrowAnyException();
        assertThatCode(() -> FileDescriptors.check(FileDescriptors.most())).doesNotThrowAnyException();
    }
}
