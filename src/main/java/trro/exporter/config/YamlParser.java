package trro.exporter.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Text to {@link YamlNode}s: one document, bounded in depth and size.
 *
 * <p>The tree is built from the parser's events rather than by the library's composer, which nests calls as deep as the
 * file does, merges and drops keys, and puts a piece of the file, secrets included, into its messages.
 */
final class YamlParser {

    private final Iterator<Event> events;
    private final String source;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int nodes;

    /** @param nodes how many values it stands for */
    private record Anchored(YamlNode node, int nodes) {}

    private YamlParser(Iterator<Event> events, String source) {
        this.events = events;
        this.source = source;
    }

    /**
     * @param source the file's name for messages
     * @throws ConfigException with the one problem that ends the reading
     */
    static YamlNode parse(String text, String source) throws ConfigException {
        refuseControlCharacters(text, source);
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Limits.FILE_BYTES)
                .setParseComments(false)
                .build();
        try {
            return new YamlParser(new Parse(settings).parseString(text).iterator(), source).document();
        } catch (MarkedYamlEngineException e) {
            throw new ConfigException(source, YamlProblems.of(e));
        } catch (YamlEngineException e) {
            // Without a place and possibly with a piece of the file: its own message stays unsaid.
            throw new ConfigException(source, ConfigProblem.ofFile("is not valid YAML; " + YamlProblems.NEXT_STEP));
        }
    }

    private static void refuseControlCharacters(String text, String source) throws ConfigException {
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
            } else if (isRefused(c)) {
                throw new ConfigException(
                        source,
                        ConfigProblem.ofLine(
                                line,
                                String.format(
                                        Locale.ROOT,
                                        "holds the control character U+%04X; remove it, or save the file as UTF-8 text",
                                        (int) c)));
            }
        }
    }

    /** What YAML does not allow as it is, though it allows it escaped. */
    private static boolean isRefused(char c) {
        return switch (c) {
            case '\t', '\r', '\u0085' -> false;
            case '\uFFFE', '\uFFFF' -> true;
            default -> Character.isISOControl(c);
        };
    }

    private YamlNode document() throws ConfigException {
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
        return root.orElseGet(() -> new YamlNode.Text("", true, 1));
    }

    private YamlNode node(Event event, int depth) throws ConfigException {
        if (depth > Limits.DEPTH) {
            throw failure(event, "is nested deeper than " + Limits.DEPTH + " levels; check brackets and indentation");
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

    private YamlNode referred(AliasEvent alias) throws ConfigException {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            throw failure(alias, "refers to an anchor that is not complete above it; define the anchor first");
        }
        count(alias, anchored.nodes());
        return anchored.node();
    }

    private YamlNode text(ScalarEvent scalar) throws ConfigException {
        refuseTag(scalar, scalar.getTag(), "str");
        return new YamlNode.Text(
                scalar.getValue(), scalar.isPlain() && scalar.getTag().isEmpty(), line(scalar));
    }

    private YamlNode collection(CollectionStartEvent start, int depth) throws ConfigException {
        if (start.getEventId() == Event.ID.SequenceStart) {
            refuseTag(start, start.getTag(), "seq");
            return items(start, depth);
        }
        refuseTag(start, start.getTag(), "map");
        return mapping(start, depth);
    }

    private YamlNode items(Event start, int depth) throws ConfigException {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new YamlNode.Items(items, line(start));
    }

    private YamlNode mapping(Event start, int depth) throws ConfigException {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(node(event, depth + 1) instanceof YamlNode.Text key)) {
                throw failure(event, "has a list or mapping for a key; write a plain word before the colon");
            }
            entries.add(new YamlNode.Entry(key.value(), line(event), node(events.next(), depth + 1)));
        }
        return new YamlNode.Mapping(entries, line(start));
    }

    /** A tag asks for another meaning than the text has; there is none to give. */
    private void refuseTag(Event event, Optional<String> tag, String own) throws ConfigException {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals("tag:yaml.org,2002:" + own)) {
            throw failure(event, "has a YAML tag (a word that begins with !); remove it, or put the text in quotes");
        }
    }

    private void count(Event event, int more) throws ConfigException {
        nodes += more;
        if (nodes > Limits.NODES) {
            throw failure(
                    event, "makes more than " + Limits.NODES + " values; list fewer devices or use fewer anchors");
        }
    }

    private ConfigException failure(Event event, String message) {
        return new ConfigException(source, ConfigProblem.ofLine(line(event), message));
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
