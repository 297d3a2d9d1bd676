package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Sources stay small, their lines short, and their sentences have a subject. */
class SourceStyleTest {

    private static final int MOST_FILES_OF_A_PACKAGE = 28;
    private static final int MOST_LINES_OF_A_FILE = 300;
    private static final int MOST_LINES_OF_A_METHOD = 40;
    private static final int MOST_COLUMNS = 120;

    /** The beginning of a comment or of a sentence in it, whose subject would be missing. */
    private static final Pattern HEADLESS =
            Pattern.compile("(?:^\\s*(?:/\\*\\*|\\*(?: <p>)?|//) |(?:\\*|//).*[.:;!?] |// )(?:What|How)\\b");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return IntStream.range(0, lines.size())
                    .mapToObj(number -> file + ":" + (number + 1) + " " + lines.get(number));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    @Test
    void aPackageHasFewFiles() throws IOException {
        Map<Path, Long> files =
                sources().stream().collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

        assertThat(files)
                .isNotEmpty()
                .allSatisfy(
                        (room, count) -> assertThat(count).as("%s", room).isLessThanOrEqualTo(MOST_FILES_OF_A_PACKAGE));
    }

    @Test
    void aFileIsShort() throws IOException {
        assertThat(sources())
                .isNotEmpty()
                .allSatisfy(
                        file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MOST_LINES_OF_A_FILE));
    }

    @Test
    void aMethodIsShort() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> longMethods = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask parser = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(parser).getSourcePositions();
            for (CompilationUnitTree unit : parser.parse()) {
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void nothing) {
                        long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
                        long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
                        if (last - first >= MOST_LINES_OF_A_METHOD) {
                            longMethods.add(unit.getSourceFile().getName() + ":" + first + " " + method.getName());
                        }
                        return super.visitMethod(method, null);
                    }
                }.scan(unit, null);
            }
        }

        assertThat(longMethods).isEmpty();
    }

    @Test
    void aLineIsShort() throws IOException {
        assertThat(sources().stream().flatMap(SourceStyleTest::lines))
                .filteredOn(line -> text(line).length() > MOST_COLUMNS)
                .isEmpty();
    }

    @Test
    void aSentenceNamesItsSubject() throws IOException {
        assertThat(sources().stream().flatMap(SourceStyleTest::lines))
                .filteredOn(line -> HEADLESS.matcher(text(line)).find())
                .isEmpty();
    }
}
