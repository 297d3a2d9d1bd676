package trro.exporter.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.Credentials;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.model.Secret;

/** Keys that people wrote: in the environment, in one file for each part, in a profile file. */
class StaticCredentialsTest {

    private static final String ID = "TENCENTCLOUD_SECRET_ID";
    private static final String KEY = "TENCENTCLOUD_SECRET_KEY";

    @TempDir
    Path folder = Path.of("");

    @Test
    void theEnvironmentHoldsTheKey() throws Exception {
        assertThat(CredentialsProviders.env(Map.of(ID, "AKID1", KEY, "key1\n")).credentials())
                .isEqualTo(key("AKID1", "key1", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "TENCENTCLOUD_TOKEN, t1, TENCENTCLOUD_SECURITY_TOKEN, t2, t1",
        "TENCENTCLOUD_TOKEN, '', TENCENTCLOUD_SECURITY_TOKEN, t2, t2",
        "TENCENTCLOUD_TOKEN, t1, UNRELATED, t2, t1"
    })
    void bothSpellingsOfTheTokenCount(String name, String value, String other, String otherValue, String token)
            throws Exception {
        Map<String, String> environment = Map.of(ID, "AKID1", KEY, "key1", name, value, other, otherValue);

        assertThat(CredentialsProviders.env(environment).credentials())
                .isEqualTo(key("AKID1", "key1", Optional.of(token)));
    }

    @Test
    void aMissingVariableIsNamed() {
        assertProblem(
                CredentialsProviders.env(Map.of(ID, "AKID1", KEY, " ")),
                "TENCENTCLOUD_SECRET_KEY is not set in the environment; set TENCENTCLOUD_SECRET_ID and"
                        + " TENCENTCLOUD_SECRET_KEY, or choose another source under credentials");
    }

    @ParameterizedTest
    @CsvSource({"'se cret'", "'se\ncret'", "'se\tcret'", "'sécret'", "'se\u0000cret'"})
    void aCharacterThatNoKeyHasIsReportedWithoutTheKey(String value) {
        assertProblem(
                CredentialsProviders.env(Map.of(ID, "AKID1", KEY, value)),
                "TENCENTCLOUD_SECRET_KEY has a space, a line break or another character inside that no key has;"
                        + " write it again");
    }

    @Test
    void filesHoldOnePartEachAndLoseTheirTrailingNewline() throws Exception {
        CredentialsProvider files = CredentialsProviders.secretFiles(
                write("id", "AKID1\n"), write("key", "key1\r\n"), Optional.of(write("token", "token1")));

        assertThat(files.credentials()).isEqualTo(key("AKID1", "key1", Optional.of("token1")));
    }

    @Test
    void aRotatedFileCountsFromTheNextCallOn() throws Exception {
        CredentialsProvider files =
                CredentialsProviders.secretFiles(write("id", "AKID1"), write("key", "key1"), Optional.empty());
        assertThat(files.credentials()).isEqualTo(key("AKID1", "key1", Optional.empty()));

        write("key", "key2");

        assertThat(files.credentials()).isEqualTo(key("AKID1", "key2", Optional.empty()));
    }

    @Test
    void aByteOrderMarkHidesNothing() throws Exception {
        Path profile = write("profile", "\ufeff[default]\r\nsecret_id = AKID1\r\nsecret_key = key1\r\n");
        assertThat(CredentialsProviders.profileFile(Optional.of(profile), "default")
                        .credentials())
                .isEqualTo(key("AKID1", "key1", Optional.empty()));
        assertThat(CredentialsProviders.secretFiles(write("id", "\ufeffAKID1"), write("key", "key1"), Optional.empty())
                        .credentials())
                .isEqualTo(key("AKID1", "key1", Optional.empty()));
    }

    @Test
    void aProfileMayHaveColons() throws Exception {
        Path profile = write("profile", "[default]\nsecret_id: AKID1\nsecret_key:k=e:y\ntoken = a:b=\n");

        assertThat(CredentialsProviders.profileFile(Optional.of(profile), "default")
                        .credentials())
                .isEqualTo(key("AKID1", "k=e:y", Optional.of("a:b=")));
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, \ufeff", "UTF-16BE, \ufeff", "UTF-16LE, ''", "UTF-16BE, ''"})
    void anotherEncodingIsNamed(String encoding, String mark) throws Exception {
        Path profile = Files.write(
                folder.resolve("profile"), (mark + "[default]\nsecret_id=a\n").getBytes(Charset.forName(encoding)));

        assertProblem(
                CredentialsProviders.profileFile(Optional.of(profile), "default"),
                profile + " is UTF-16 text; save it as UTF-8");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        assertProblem(
                CredentialsProviders.secretFiles(write("id", "AKID1"), folder.resolve("nowhere"), Optional.empty()),
                folder.resolve("nowhere") + " does not exist; create it or correct the path");
    }

    @Test
    void anEmptyFileIsNamed() throws IOException {
        Path empty = write("empty", "\n");

        assertProblem(
                CredentialsProviders.secretFiles(empty, write("key", "key1"), Optional.empty()),
                empty + " is empty; a part of the key belongs there");
    }

    @Test
    void aHugeFileIsNotReadToItsEnd() throws IOException {
        Path huge = write("huge", "k".repeat(1 << 20));

        assertProblem(
                CredentialsProviders.secretFiles(huge, write("key", "key1"), Optional.empty()),
                huge + " is over 65536 bytes; name a file that holds a key");
    }

    @Test
    void aFolderIsNotAFile() throws IOException {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(
                        CredentialsProviders.secretFiles(folder, write("key", "key1"), Optional.empty())::credentials)
                .withMessageStartingWith(folder + " cannot be read (");
    }

    @Test
    void aProfileIsASectionOfTheSdksFile() throws Exception {
        Path file = write("credentials", """
                # comment
                [other]
                secret_id = AKIDother
                [default]
                ; comment
                secret_id = AKID1
                secret_key=key=1
                token = token1
                [last]
                secret_key = keylast
                """);

        assertThat(CredentialsProviders.profileFile(Optional.of(file), "default")
                        .credentials())
                .isEqualTo(key("AKID1", "key=1", Optional.of("token1")));
        assertProblem(
                CredentialsProviders.profileFile(Optional.of(file), "last"),
                file + " [last] has no secret_id; add it or name another profile");
        assertProblem(
                CredentialsProviders.profileFile(Optional.of(file), "absent"),
                file + " [absent] has no secret_id; add it or name another profile");
    }

    @Test
    void theFirstProfileFileThatExistsCounts() throws Exception {
        Path home = folder.resolve("home");
        Path etc = write("etc", "[default]\nsecret_id=AKIDetc\nsecret_key=k\n");
        ProfileCredentials provider = new ProfileCredentials(List.of(home, etc), "default");
        assertThat(provider.credentials()).isEqualTo(key("AKIDetc", "k", Optional.empty()));

        write("home", "[default]\nsecret_id=AKIDhome\nsecret_key=k\n");

        assertThat(provider.credentials()).isEqualTo(key("AKIDhome", "k", Optional.empty()));
    }

    @Test
    void withoutAnyProfileFileTheMessageSaysWhereItWasLookedFor() {
        Path home = folder.resolve("home");
        Path etc = folder.resolve("etc");

        assertProblem(
                new ProfileCredentials(List.of(home, etc), "default"),
                "there is no profile file at " + home + " or " + etc
                        + "; create it or choose another source under credentials");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void assertProblem(CredentialsProvider provider, String message) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(provider::credentials)
                .withMessage(message)
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
                    assertThat(failure.code()).isEqualTo("Credentials");
                });
    }

    private static Credentials key(String id, String key, Optional<String> token) {
        return new Credentials(new Secret(id), new Secret(key), token.map(Secret::new));
    }
}
