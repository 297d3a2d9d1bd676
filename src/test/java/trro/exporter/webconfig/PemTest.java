package trro.exporter.webconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.TestCertificate;

class PemTest {

    private static final TestCertificate ONE = TestCertificate.of("EC", "one");
    private static final TestCertificate OTHER = TestCertificate.of("EC", "other");

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void readsAKey(String algorithm) throws Exception {
        TestCertificate one = TestCertificate.of(algorithm, "one");

        assertThat(Pem.key(one.keyPem(), one.certificate().getPublicKey())).isEqualTo(one.key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void readsAKeyOfAnOlderForm(String algorithm) throws Exception {
        TestCertificate one = TestCertificate.of(algorithm, "one");

        assertThat(one.oldKeyPem()).startsWith("-----BEGIN " + algorithm + " PRIVATE KEY-----\n");
        assertThat(Pem.key(one.oldKeyPem(), one.certificate().getPublicKey())).isEqualTo(one.key());
    }

    @Test
    void passesOverWhatElseIsInTheFile() throws Exception {
        String text = "Bag Attributes\n" + ONE.keyPem() + "subject=CN\r\n"
                + ONE.certificatePem().replace("\n", "\r\n") + OTHER.certificatePem();

        assertThat(Pem.certificates(text)).containsExactly(ONE.certificate(), OTHER.certificate());
        assertThat(Pem.key(text, ONE.certificate().getPublicKey())).isEqualTo(ONE.key());
    }

    @Test
    void refusesKeysThatAreOfNoUse() {
        String cutOff = ONE.keyPem().substring(0, 100);
        String encrypted = ONE.oldKeyPem().replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n");
        String encryptedToo = ONE.keyPem().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");

        for (String text : new String[] {"", OTHER.keyPem(), cutOff, encrypted, encryptedToo, ONE.certificatePem()}) {
            assertThatThrownBy(() -> Pem.key(text, ONE.certificate().getPublicKey()))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void refusesTextWithoutCertificates() {
        for (String text :
                new String[] {"", "junk", ONE.keyPem(), ONE.certificatePem().replace("MII", "AII")}) {
            assertThatThrownBy(() -> Pem.certificates(text)).isInstanceOf(GeneralSecurityException.class);
        }
    }
}
