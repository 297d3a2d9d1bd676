package trro.exporter.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A format of another program, read with nothing but this room. */
class YamlFormatTest {

    private static final DurationRange PERIOD =
            new DurationRange(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(10));

    private static final YamlFormat<Server> FORMAT = new YamlFormat<>(
            "give it with --web.config.file",
            "list fewer users",
            Set.of("privatekey"),
            "keys belong into a file; name it with key_file",
            YamlFormatTest::server);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private record Server(Optional<Path> key, Optional<Boolean> http2, Optional<Duration> period, List<String> users) {}

    private static Optional<Server> server(Node root) {
        return root.mapping(List.of("key_file", "http2", "period", "users"), "write keys and values")
                .map(keys -> new Server(
                        keys.need("key_file", "name a file").flatMap(node -> node.file("name a file")),
                        keys.find("http2").flatMap(node -> node.yesOrNo("write true or false")),
                        keys.find("period").flatMap(node -> node.duration(PERIOD)),
                        keys.find("users").flatMap(node -> node.items("list users")).orElse(List.of()).stream()
                                .flatMap(user -> user.hidden().name(5, "name a user").map(Text::text).stream())
                                .toList()));
    }

    private ProblemsException failure(String text) {
        return catchThrowableOfType(
                ProblemsException.class, () -> FORMAT.parse(text, folder.resolve("web.yml"), Map.of()));
    }

    @Test
    void readsEveryTypeWithPathsRelativeToTheFile() throws Exception {
        Path key = Files.createFile(folder.resolve("web.key"));
        Path file = Files.writeString(
                folder.resolve("web.yml"), "key_file: web.key\nhttp2: false\nperiod: 30s\nusers: [ann, '${BOB}']\n");

        assertThat(FORMAT.load(file, Map.of("BOB", "bob")))
                .isEqualTo(new Server(
                        Optional.of(key),
                        Optional.of(false),
                        Optional.of(Duration.ofSeconds(30)),
                        List.of("ann", "bob")));
    }

    @Test
    void tellsEveryProblemAtOnceInTheFormatsOwnWords() {
        String source = folder.resolve("web.yml").toString();

        assertThat(String.valueOf(failure("""
                        key_fil: web.key
                        http2: yes
                        period: 30
                        users: [ann, hunter2]
                        Private-Key: hunter2
                        """).getMessage()).replace(source, "web.yml"))
                .isEqualTo("""
                        web.yml:1: key_fil: is not a known key; did you mean key_file?
                        web.yml:1: key_file: is missing; name a file
                        web.yml:2: http2: "yes" is neither true nor false; write true or false
                        web.yml:3: period: "30" has no unit; give a duration from 1s to 1m, such as 10s (the default)
                        web.yml:4: users[1]: the value has 7 characters where 5 are the most; name a user
                        web.yml:5: Private-Key: keys belong into a file; name it with key_file""");
    }

    @Test
    void knowsOnlyTheSecretsAndTheNextStepsOfItsFormat() {
        assertThat(failure("secret_key: x\nkey_file: .\n"))
                .hasMessageContaining("secret_key: is not a known key; known here: key_file, http2, period, users")
                .hasMessageContaining("key_file: names something that is no file; name a file");
        assertThat(failure("[".repeat(20_000))).hasMessageContaining("is nested deeper than 32 levels");
        assertThat(catchThrowableOfType(
                        ProblemsException.class, () -> FORMAT.load(folder.resolve("missing.yml"), Map.of())))
                .hasMessageEndingWith("does not exist; give it with --web.config.file");
    }
}
