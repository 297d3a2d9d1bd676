package trro.exporter.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text is a document or one problem with its place, wherever in a file it stands. */
class YamlParserTest {

    private static final int MUTATIONS = 8_000;

    private static final String TRUCK = "\ud83d\ude9a";

    private static final List<String> PIECES = List.of(
            "a",
            ":",
            ": ",
            ":\t",
            "-",
            "- ",
            "-\t",
            "\n",
            "\r",
            "\r\n",
            "\n  ",
            "\n\t",
            " \t",
            "\t",
            "{",
            "}",
            "[",
            "]",
            ",",
            ",\t",
            "\"",
            "'",
            "\\",
            "\"\\u",
            "\"\\x",
            "\"\\U0010",
            "\\uD800",
            "\\UFFFFFFFF",
            "&a",
            "*a",
            "!x",
            "!<",
            "!!str ",
            "!%",
            "|",
            "|+",
            "|9",
            ">",
            ">-\n",
            "%",
            "%YAML 1.2\n",
            "%YAML 99999999999.2\n",
            "%TAG ! x:\n",
            "#",
            " #",
            "---",
            "---\n",
            "...\n",
            "? ",
            "?\t",
            "<<: ",
            "~",
            "@",
            "`",
            TRUCK,
            "\ufeff",
            "\u0085",
            "\u2028",
            "\ufffd",
            "\u0000",
            "\u007f",
            "\ud83d",
            "b: c\n",
            "- d\n",
            "\"e\": 'f'\n");

    private static String outcome(String text, int linesBefore) {
        try {
            return describe(YamlParser.parse(text, "", "shorten"), linesBefore);
        } catch (ProblemsException e) {
            assertThat(e.problems()).hasSize(1);
            Problem problem = e.problems().get(0);
            int line = problem.line().orElseThrow();
            assertThat(line).isBetween(1, YamlParser.lineAt(text, text.length()));
            return (line - linesBefore) + " " + problem.message();
        }
    }

    private static String describe(YamlNode node, int linesBefore) {
        String what;
        if (node instanceof YamlNode.Mapping mapping) {
            what = mapping.entries().stream()
                    .map(entry ->
                            entry.line() - linesBefore + " " + entry.key() + "=" + describe(entry.value(), linesBefore))
                    .collect(Collectors.joining(",", "{", "}"));
        } else if (node instanceof YamlNode.Sequence sequence) {
            what = sequence.items().stream()
                    .map(item -> describe(item, linesBefore))
                    .collect(Collectors.joining(",", "[", "]"));
        } else {
            what = ((YamlNode.Scalar) node).value();
        }
        return what + "@" + (node.line() - linesBefore);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:\tb",
                "a:\t b",
                "a: \tb",
                "a:\t\"b\"",
                "a:\t'b'",
                "a:\t\tb\t",
                "a:\tb\t#c",
                "\"a\"\t: b",
                "a\t: b",
                "{\n\t\"a\":\t\"b\"\n}",
                "{\n\t\t\"a\"\t:\t\"b\"\t,\n\t}",
                "\t{\n\t\"a\": \"b\"}",
                "{\n\t \t\"a\": \t \"b\"\n \t }",
                "{a:\tb}",
                "a: b\t",
                "a: \"b\"\t# c",
                "\t\na: b",
                "a: b\n\t\n \t",
                "a:\n \tb",
                "a:\n \t b",
                "&x\ta:\t&y\tb",
                "# \t\na: b",
                "---\t#c\na: b",
                "---\n\t{a: b}",
                "? a\n:\tb",
                "?\ta\n:\tb",
                "{a: b}\t",
                "\"a\":\tb\t\n",
                "a: !!str\tb",
                "a: !!str \t \tb",
                "a: !\tb",
                "a: !!str\t&x\tb",
                "a: &x\t!!str\tb",
                "a: !!str\t'b'",
                "a: !!str\n \tb",
                "!!str\ta\t: b",
                "!!map\t{!!str\ta\t:\t!!str\tb\t}\t#\tc",
                "a:\t|-\t\n b",
                "a: |-\t#\tc\n b",
                "a: >1-\t \t\n b",
                "a: |-\n b\n# c\n\t# d\n \t\n\t",
                "a: |-\n b\n# c\r\n\t\r\n\t# d",
                "%YAML\t1.2\t# c\n---\na: b",
                "%TAG\t!e!\ttag:example.org,2000:\n---\na: b",
                "---\t\n{a: b}\n...\t# c\n",
                "{a: b}\t# \t",
                "a: b\n\t# c",
                "a: b\n \t ",
                "a:\n \t  'b'\n \t \n \t # c",
                "? &x\ta\n:\t&y\tb",
                "?\t!!str\ta\n:\t!!str\tb"
            })
    void tabsSeparate(String text) {
        assertThat(outcome(text, 0).replaceAll("[0-9]", "")).isEqualTo("{ a=b@}@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:\n\tb: c",
                "a:\n \tb: c",
                "a:\n  \tb: c",
                "\ta: b",
                " \ta: b",
                "a:\n\t- b",
                "a:\n \t- b",
                "-\t- b",
                "-\ta: b",
                "- \ta: b",
                "?\ta: b",
                "a: {}\n\tb: c",
                "a: 'x'\n\tb: c",
                "a: x\n\tb: c",
                "a: |\n\tb",
                "- a\n\t- b",
                "a: !!map\n\tb: c",
                "a: !!map\t\n \tb: c",
                "a: |\t\n\tb",
                "- !!seq\t- b",
                "-\t!!str\ta: b",
                "- &x\ta: b\n\tc: d",
                "?\ta\n\t: b",
                "? a\n\t: b",
                "a: [b]\n\tc: d",
                "a:\t- b"
            })
    void tabsDoNotIndent(String text) {
        assertThat(outcome(text, 0)).matches("[12] is not valid YAML at column .*");
    }

    /** The library counts a tab as one space where an earlier line has told how far a list or mapping is indented. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:\n   b: c\n  \td: e",
                "a:\n   b: c\n \t d: e",
                "a:\n   b: c\n  \t'd': e",
                "a:\n   b: c\n  \t&x d: e",
                "a:\n   b: c\n  \t? d",
                "a:\n  - b\n \t- c",
                "a:\n   b: 'c'\n  \td: e",
                "a:\n   b: {}\n  \t? d",
                "a:\n   ? 'b'\n  \t: e",
                "a:\n  - []\n \t- c",
                "a:\n   b: 'c'\n \td: e",
                "a:\n  b: !!map\n \t  c: d",
                "a:\n - b: !!map\n  \tc: d",
                "a:\n  - b: c\n   \td: e",
                "a: |\n b\n\t# c",
                "a: |\n  b\n \t# c",
                "a: |\n b\n\t",
                "a: |-\n# c\n\td: e",
                "a: b\n c\n \td: e"
            })
    void tabsDoNotIndentWhatTheLinesAboveIndentedBySpaces(String text) {
        assertThat(outcome(text, 0)).startsWith("3 is not valid YAML at column").contains("a tab is used");
    }

    @Test
    void tabsInTextStay() {
        Map<String, String> texts = Map.of(
                "b!!str\tc\t", "b!!str\tc",
                "'b |\tc'\t", "b |\tc",
                "\"b\tc\\\t\"", "b\tc\t",
                "|-\t# x\n \tb\t!!str\tc\t", "\tb\t!!str\tc\t",
                ">-\n b |\t\n c", "b |\t c",
                "!!str\tb\tc\t# d\te", "b\tc",
                "b\tc\n \td\te\n  \t \tf\n \t\n \tg", "b\tc d\te f\ng",
                "|-\n \t\n b", "\t\nb",
                "{ b:\t'c\td'\t,\t\"e\"\t: f\tg\t}\t", "{1 b=c\td@1,1 e=f\tg@1}");

        texts.forEach((text, value) -> assertThat(outcome("a: " + text, 0)).isEqualTo("{1 a=" + value + "@1}@1"));
    }

    @Test
    void aTabThatIndentsIsNamed() {
        assertThat(outcome("a: {}\n\tb: c", 0))
                .isEqualTo("2 is not valid YAML at column 1: a tab is used for indentation, where YAML wants spaces;"
                        + " check indentation, colons, quotes and brackets there and just above");
        assertThat(outcome("a:\n \tb: c", 0)).startsWith("2 is not valid YAML at column 3: a tab is used");
    }

    @Test
    void aPictureMayStandAnywhere() {
        for (int length = 1015; length < 5200; length += length % 1025 == 10 ? 1000 : 1) {
            String comment = "#" + "x".repeat(length - 1) + TRUCK + "\n";
            assertThat(outcome(comment + "a: b", 1)).as("%d before it", length).isEqualTo("{1 a=b@1}@1");
        }
        assertThat(outcome("a: " + TRUCK.repeat(3000), 0)).isEqualTo("{1 a=" + TRUCK.repeat(3000) + "@1}@1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b\nc: \"\\u", "a: b\nc: \"\\x", "a: b\nc: \"\\U", "a: b\nc: \"\\", "a: b\nc: \"x\\u12"})
    void anEscapeThatTheFileCutsOffIsAProblemOfItsLine(String text) {
        assertThat(outcome(text, 0)).matches("2 is not valid YAML at column [0-9]+.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b\rc\u0000", "a: b\nc\u0000", "a: b\r\nc\u0000", "a: b\nc\u007f"})
    void theLineOfAControlCharacterIsRightForEveryEndOfLine(String text) {
        assertThat(outcome(text, 0)).startsWith("2 holds the control character U+00");
    }

    @Test
    void whateverTheTextThereIsADocumentOrOneProblemAndItsPlaceMovesWithTheText() {
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            String text = text(random);
            try {
                String outcome = outcome(text, 0);
                String before = "#" + "x".repeat(random.nextInt(1100)) + TRUCK + "\n";
                Optional<String> moved = text.startsWith("\ufeff") || outcome.equals("@1")
                        ? Optional.empty()
                        : Optional.of(outcome(before + text, 1));
                assertThat(moved.orElse(outcome)).isEqualTo(outcome);
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                fail("seed " + seed + " made " + text, e);
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = 1 + random.nextInt(14);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
