package trro.exporter.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/**
 * Mappings, lists and texts as YAML which {@link YamlParser} reads as the same: the way back of it, by the same
 * library's events.
 */
public final class YamlWriter {

    /** Every reader takes it for text; the rest is quoted, numbers and words of YAML included. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

    private static final Pattern WORDS = Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n");

    private static final ImplicitTuple IMPLICIT = new ImplicitTuple(true, true);
    private static final int WIDTH = 100;

    private final List<Event> events = new ArrayList<>();

    private YamlWriter() {}

    /**
     * The text of a whole file.
     *
     * @param root of maps, lists, texts, durations, numbers and booleans
     */
    public static String of(Map<String, ?> root) {
        YamlWriter text = new YamlWriter();
        text.events.add(new StreamStartEvent());
        text.events.add(new DocumentStartEvent(false, Optional.empty(), Map.of()));
        text.add(root);
        text.events.add(new DocumentEndEvent(false));
        text.events.add(new StreamEndEvent());
        DumpSettings settings = DumpSettings.builder()
                .setWidth(WIDTH)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .build();
        return new Present(settings).emitToString(text.events.iterator());
    }

    private void add(Object value) {
        if (value instanceof Map<?, ?> mapping) {
            FlowStyle style = mapping.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
            events.add(new MappingStartEvent(Optional.empty(), Optional.empty(), true, style));
            mapping.forEach((key, child) -> {
                scalar(key.toString(), ScalarStyle.PLAIN);
                add(child);
            });
            events.add(new MappingEndEvent());
        } else if (value instanceof List<?> list) {
            boolean texts = list.stream().noneMatch(item -> item instanceof Map || item instanceof List);
            FlowStyle style = texts ? FlowStyle.FLOW : FlowStyle.BLOCK;
            events.add(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, style));
            list.forEach(this::add);
            events.add(new SequenceEndEvent());
        } else if (value instanceof String text) {
            boolean plain =
                    PLAIN.matcher(text).matches() && !WORDS.matcher(text).matches();
            scalar(text, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
        } else if (value instanceof Duration duration) {
            scalar(DurationText.format(duration), ScalarStyle.PLAIN);
        } else {
            scalar(value.toString(), ScalarStyle.PLAIN);
        }
    }

    private void scalar(String text, ScalarStyle style) {
        events.add(new ScalarEvent(Optional.empty(), Optional.empty(), IMPLICIT, text, style));
    }
}
