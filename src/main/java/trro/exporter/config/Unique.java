package trro.exporter.config;

import java.util.HashMap;
import java.util.Map;

/** Values that may be used once, and where each was used first. */
final class Unique {

    private final Map<String, ConfigNode> first = new HashMap<>();

    /** Reports the value if it was used before. */
    void check(ConfigNode node, ConfigText value, String nextStep) {
        ConfigNode before = first.putIfAbsent(value.text(), node);
        if (before != null) {
            node.problem("%s is used already at %s (line %s); %s"
                    .formatted(value.shown(), before.path(), before.line(), nextStep));
        }
    }
}
