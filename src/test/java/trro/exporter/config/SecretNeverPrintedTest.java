package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.yaml.ProblemsException;

class SecretNeverPrintedTest {

    private static final String SECRET = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
    private static final Map<String, String> ENVIRONMENT = Map.of("KEY", SECRET);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credentials: SECRET",
                "credentials: [SECRET]",
                "credentials: { SECRET: {} }",
                "credentials: { SECRET: 1, SECRET: 2 }",
                "credentials: { env: SECRET }",
                "credentials: { env: { SECRET: x } }",
                "credentials: { env: [SECRET] }",
                "credentials: { secret_id: SECRET, secret_key: SECRET }",
                "credentials: { file: SECRET }",
                "credentials: { file: { path: SECRET } }",
                "credentials: { file: { path: SECRET, profile: ' SECRET' } }",
                "credentials: { file: { path: \"SECRET\\0\" } }",
                "credentials: { file: { profile: SECRETSECRETSECRET } }",
                "credentials: { static: { secret_id_file: SECRET, secret_key_file: SECRET, token_file: SECRET } }",
                "credentials: { static: { secret_id_file: '${KEY}', secret_key_file: '${KEY}${UNSET}' } }",
                "credentials: { static: { secret_id: SECRET, secret_key: SECRET, token: SECRET } }",
                "credentials: { cvm_role: SECRET }",
                "credentials: { cvm_role: { role: 'SECRET ' } }",
                "credentials: { cvm_role: { SECRET: 1 } }",
                "credentials: { tke_oidc: { token: SECRET } }",
                "credentials: { vault: SECRET }",
                "credentials: !SECRET x",
                "credentials: !SECRET!SECRET x",
                "credentials: &SECRET x",
                "credentials: *SECRET",
                "credentials: { env: {} SECRET",
                "credentials: 'SECRET",
                "credentials: \"\\qSECRET\"",
                "credentials: SECRET: SECRET",
                "credentials: { ? [SECRET] : SECRET }",
                "credentials: | SECRET",
                "credentials: @SECRET",
                "secret_key: SECRET",
                "SecretKey: SECRET",
                "token: [SECRET]",
                "unknown: SECRET",
                "endpoint: https://SECRET:SECRET@trro.intl.tencentcloudapi.com",
                "endpoint: https://trro.intl.tencentcloudapi.com?key=SECRET",
                "endpoint: https://trro.intl.tencentcloudapi.com/SECRET",
                "endpoint: https://trro.intl.tencentcloudapi.com#SECRET",
                "endpoint: https://SECRET SECRET",
                "endpoint: SECRET://host",
                "region: ${KEY}",
                "requests_per_second: ${KEY}",
                "name: ' ${KEY}'",
                "region: [\"${KEY}\"]"
            })
    void noMessageShowsASecretWhereverItStands(String line) {
        String text = "accounts:\n  - " + line.replace("SECRET", SECRET) + "\n    projects: [{ id: p1 }]\n";

        ProblemsException failure = failure(text);

        assertThat(failure.toString()).doesNotContain(SECRET);
        assertThat(failure.getCause()).isNull();
        assertThat(failure.problems()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time_zone: ${KEY}",
                "settle_time: ${KEY}",
                "max_age: ${KEY}",
                "intervals: { hour: { poll_interval: '${KEY}' } }",
                "intervals: '${KEY}'",
            })
    void noMessageShowsAnExpandedValue(String line) {
        ProblemsException failure = failure(line + "\naccounts: [{ projects: [{ id: p1 }] }]\n");

        assertThat(failure.toString()).doesNotContain(SECRET);
    }

    @Test
    void noMessageShowsAnExpandedIdThatIsRepeatedOrTooLong() {
        ProblemsException failure =
                failure("accounts: [{ projects: [{ id: '${KEY}' }, { id: '${KEY}', devices: ['${KEY}',"
                        + " '${KEY}', '${KEY}${KEY}${KEY}${KEY}'] }] }]");

        assertThat(failure.problems()).hasSize(3);
        assertThat(failure.toString()).doesNotContain(SECRET);
    }

    @Test
    void noMessageShowsASecretInAFileWithDamagedSyntax() {
        String text = """
                accounts:
                  - credentials:
                      static:
                        secret_id_file: SECRET
                        secret_key_file: 'SECRET'
                    projects:
                      - id: p1
                """;
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            StringBuilder damaged = new StringBuilder(text);
            for (int i = 0; i < 2; i++) {
                int at = random.nextInt(damaged.length());
                if (!text.substring(Math.min(at, text.length() - 6), Math.min(at + 6, text.length()))
                        .contains("SECRET")) {
                    damaged.setCharAt(at, " :-'\"{}[]&*!|>%@\n".charAt(random.nextInt(17)));
                }
            }
            String message = String.valueOf(failureOf(damaged.toString()));
            assertThat(message).as("seed %d", seed).doesNotContain(SECRET);
        }
    }

    private static String failureOf(String text) {
        try {
            return ConfigLoader.FORMAT
                            .parse(text.replace("SECRET", SECRET), Path.of("trro.yml"), ENVIRONMENT)
                            .accounts()
                            .size()
                    + " accounts";
        } catch (ProblemsException e) {
            return e.toString();
        }
    }

    private static ProblemsException failure(String text) {
        return catchThrowableOfType(
                ProblemsException.class, () -> ConfigLoader.FORMAT.parse(text, Path.of("trro.yml"), ENVIRONMENT));
    }
}
