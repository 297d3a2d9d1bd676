package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trro.exporter.yaml.ProblemsException;

/** Whatever is typed into the file, the answer is a configuration or a list of problems. */
class ConfigMutationTest {

    private static final int MUTATIONS = 2_000;
    private static final String[] PIECES = {
        ":",
        "-",
        "\n",
        "  ",
        "\t",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "&a ",
        "*a",
        "!x ",
        "|",
        ">",
        "%",
        "#",
        "---\n",
        "${",
        "${X}",
        "$${",
        "~",
        "null",
        "<<: ",
        "? ",
        "\\",
        "\\uD800",
        "\uD83D\uDE80",
        "\uD83D",
        "\u0000",
        "\u0085",
        "\uFEFF",
        "@",
        "`",
        "999999999999999999999",
        "-1",
        "credentials: ",
        "!!",
        "\r",
        "...\n",
        "https://[",
        "%TAG ! x:\n"
    };

    @Test
    void mutationsOfTheExampleEitherLoadOrListTheirProblems() throws Exception {
        String example = ExampleConfigTest.example();
        int loaded = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            loaded += loads(mutate(example, new Random(seed)), seed) ? 1 : 0;
        }
        assertThat(loaded).isBetween(MUTATIONS / 100, MUTATIONS * 99 / 100);
    }

    private static boolean loads(String text, int seed) {
        try {
            ConfigLoader.FORMAT.parse(text, Path.of("trro.yml"), Map.of("X", "a: b\nc"));
            return true;
        } catch (ProblemsException e) {
            assertThat(e.problems()).as("seed %d", seed).isNotEmpty();
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            return fail("seed " + seed + " made\n" + text, e);
        }
    }

    private static String mutate(String example, Random random) {
        StringBuilder text = new StringBuilder(example);
        int edits = 1 + random.nextInt(4);
        for (int i = 0; i < edits; i++) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(1 + random.nextInt(40)));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, text.substring(from, to));
                case 2 -> text.insert(random.nextInt(text.length()), text.substring(from, to));
                default -> text.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }
}
