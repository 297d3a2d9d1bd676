package trro.exporter.api;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedCertificatesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static Properties property(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax.net.ssl.trustStore", "javax.net.ssl.keyStore"})
    void aStoreThatDoesNotExistIsTheOperatorsMistake(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedCertificates.check(property(name, "/nowhere/cacerts")))
                .withMessage("-D" + name + "=/nowhere/cacerts is not a file that can be read; correct the path or the"
                        + " permissions");
    }

    @Test
    void aFolderIsNoStore() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedCertificates.check(property("javax.net.ssl.trustStore", folder.toString())))
                .withMessageContaining("is not a file that can be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NONE"})
    void noStoreIsNoMistake(String value) {
        assertThatNoException()
                .isThrownBy(() -> TrustedCertificates.check(property("javax.net.ssl.trustStore", value)));
    }

    @Test
    void aStoreThatCanBeReadIsFine() throws Exception {
        Path store = Files.writeString(folder.resolve("store"), "read by Java only once in a process");

        assertThatNoException()
                .isThrownBy(() -> TrustedCertificates.check(property("javax.net.ssl.trustStore", store.toString())));
    }
}
