package trro.exporter.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Text to {@link YamlNode}s: one document, bounded in depth and size.
 *
 * <p>The tree is built from the library's events rather than by its composer, which nests calls as deep as the file
 * does: a line of brackets overflows the stack. It also counts uses of anchors where {@link #NODES} counts the values
 * that they make.
 */
final class YamlParser {

    /** Values in a file, each use of an anchor counted as if it were written out. */
    private static final int NODES = 2_000_000;

    /** Lists and mappings inside each other. */
    private static final int DEPTH = 32;

    private static final int DELETE = 0x7f;

    private final Iterator<Event> events;
    private final String source;
    private final String shorten;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private final Deque<CollectionStartEvent> open = new ArrayDeque<>();
    private int nodes;

    /** @param nodes the number of values that it stands for */
    private record Anchored(YamlNode node, int nodes) {}

    private YamlParser(Iterator<Event> events, String source, String shorten) {
        this.events = events;
        this.source = source;
        this.shorten = shorten;
    }

    /**
     * @param source the file's name for messages
     * @param shorten the next step when there are too many values
     * @throws ProblemsException with the one problem that ends the reading
     */
    static YamlNode parse(String text, String source, String shorten) throws ProblemsException {
        refuseControlCharacters(text, source);
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(YamlFormat.FILE_BYTES)
                .setParseComments(false)
                .build();
        TabScanner scanner = TabScanner.of(settings, SpacedText.of(settings, text));
        YamlParser parser = new YamlParser(new ParserImpl(settings, scanner), source, shorten);
        try {
            return parser.document();
        } catch (MarkedYamlEngineException e) {
            throw new ProblemsException(source, YamlProblems.of(e, Optional.ofNullable(parser.open.peek())));
        } catch (YamlVersionException e) {
            String message = "asks for another version of YAML than 1.2; remove the line that begins with %YAML";
            throw new ProblemsException(source, Problem.ofLine(scanner.line() + 1, message));
        } catch (RuntimeException e) {
            // Of the library: without a place, possibly with a piece of the file, or not meant to be thrown at all.
            throw new ProblemsException(source, scanner.problemHere());
        }
    }

    private static void refuseControlCharacters(String text, String source) throws ProblemsException {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c) || c == DELETE) {
                throw new ProblemsException(
                        source,
                        Problem.ofLine(
                                lineAt(text, i),
                                String.format(
                                        Locale.ROOT,
                                        "holds the control character U+%04X; remove it, or save the file as UTF-8 text",
                                        c)));
            }
        }
    }

    /** The line of a place, from 1; lines end with LF, CR or both. */
    static int lineAt(CharSequence text, int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            char c = text.charAt(i);
            boolean secondHalf = c == '\n' && i > 0 && text.charAt(i - 1) == '\r';
            line += (c == '\n' || c == '\r') && !secondHalf ? 1 : 0;
        }
        return line;
    }

    private YamlNode document() throws ProblemsException {
        Optional<YamlNode> root = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case DocumentStart -> {
                    if (root.isPresent()) {
                        throw failure(event, "begins a second document; keep one configuration in one file");
                    }
                }
                case Alias, Scalar, SequenceStart, MappingStart -> root = Optional.of(node(event, 1));
                case SequenceEnd, MappingEnd -> throw new IllegalStateException("unbalanced " + event.getEventId());
            }
        }
        return root.orElseGet(() -> new YamlNode.Scalar("", true, 1));
    }

    private YamlNode node(Event event, int depth) throws ProblemsException {
        if (depth > DEPTH) {
            throw failure(event, "is nested deeper than " + DEPTH + " levels; check brackets and indentation");
        }
        if (event instanceof AliasEvent alias) {
            return referred(alias);
        }
        NodeEvent started = (NodeEvent) event;
        started.getAnchor().ifPresent(anchors::remove);
        int before = nodes;
        count(event, 1);
        YamlNode node = started instanceof ScalarEvent scalar
                ? text(scalar)
                : collection((CollectionStartEvent) started, depth);
        started.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before)));
        return node;
    }

    private YamlNode referred(AliasEvent alias) throws ProblemsException {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            throw failure(alias, "refers to an anchor that is not complete above it; define the anchor first");
        }
        count(alias, anchored.nodes());
        return anchored.node();
    }

    private YamlNode text(ScalarEvent scalar) throws ProblemsException {
        refuseTag(scalar, scalar.getTag(), "str");
        return new YamlNode.Scalar(
                scalar.getValue(), scalar.isPlain() && scalar.getTag().isEmpty(), line(scalar));
    }

    private YamlNode collection(CollectionStartEvent start, int depth) throws ProblemsException {
        boolean isList = start.getEventId() == Event.ID.SequenceStart;
        refuseTag(start, start.getTag(), isList ? "seq" : "map");
        open.push(start);
        YamlNode node = isList ? items(start, depth) : mapping(start, depth);
        open.pop();
        return node;
    }

    private YamlNode items(Event start, int depth) throws ProblemsException {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new YamlNode.Sequence(items, line(start));
    }

    private YamlNode mapping(Event start, int depth) throws ProblemsException {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(node(event, depth + 1) instanceof YamlNode.Scalar key)) {
                throw failure(event, "has a list or mapping for a key; write a plain word before the colon");
            }
            entries.add(new YamlNode.Entry(key.value(), line(event), node(events.next(), depth + 1)));
        }
        return new YamlNode.Mapping(entries, line(start));
    }

    /** A tag asks for another meaning than the text has; there is none to give. */
    private void refuseTag(Event event, Optional<String> tag, String own) throws ProblemsException {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals("tag:yaml.org,2002:" + own)) {
            throw failure(event, "has a YAML tag (a word that begins with !); remove it, or put the text in quotes");
        }
    }

    private void count(Event event, int more) throws ProblemsException {
        nodes += more;
        if (nodes > NODES) {
            throw failure(event, "makes more than " + NODES + " values; " + shorten + " or use fewer anchors");
        }
    }

    private ProblemsException failure(Event event, String message) {
        return new ProblemsException(source, Problem.ofLine(line(event), message));
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
