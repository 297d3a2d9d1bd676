package trro.exporter.yaml;

import java.util.HashMap;
import java.util.Map;

/** Values that may be used once, and where each was used first. */
public final class Unique {

    private final Map<String, Node> first = new HashMap<>();

    /** Reports the value if it was used before. */
    public void check(Node node, Text value, String nextStep) {
        Node before = first.putIfAbsent(value.text(), node);
        if (before != null) {
            node.problem("%s is used already at %s (line %s); %s"
                    .formatted(value.shown(), before.path(), before.line(), nextStep));
        }
    }
}
