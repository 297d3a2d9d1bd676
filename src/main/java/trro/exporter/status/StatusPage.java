package trro.exporter.status;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status page as HTML. Pure.
 *
 * <p>Each view has a template within the page's. The template escapes every value and
 * says it as {@link DisplayText} does; a name in it that the view does not
 * have is an error, not an empty place.
 */
public final class StatusPage {

    /** The page's style sheet, served beside it. */
    public static final String STYLE = resource("status.css");

    private static final Template template = Mustache.compiler()
            .escapeHTML(true)
            .strictSections(true)
            .emptyStringIsFalse(true)
            .zeroIsFalse(true)
            .withFormatter(DisplayText::of)
            .withCollector(new OptionalsAsLists())
            .withLoader(name -> new StringReader(resource(name + ".html")))
            .compile(resource("status.html"));

    private StatusPage() {}

    public static String render(StatusView view) {
        return template.execute(view);
    }

    private static String resource(String name) {
        try (InputStream in = StatusPage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty Optional is an empty section. */
    private static final class OptionalsAsLists extends DefaultCollector {

        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            return value instanceof Optional<?> optional ? optional.stream().iterator() : super.toIterator(value);
        }
    }
}
