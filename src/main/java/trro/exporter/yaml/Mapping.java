package trro.exporter.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The known keys of a mapping, each once. */
public final class Mapping {

    private final Node node;
    private final Map<String, Node> children = new LinkedHashMap<>();
    private boolean hasSecrets;

    private Mapping(Node node) {
        this.node = node;
    }

    static Mapping of(Node node, List<YamlNode.Entry> entries, List<String> knownKeys) {
        Mapping mapping = new Mapping(node);
        for (YamlNode.Entry entry : entries) {
            if (knownKeys.contains(entry.key())) {
                mapping.put(entry);
            } else {
                mapping.reportUnknown(entry, knownKeys);
            }
        }
        return mapping;
    }

    public Optional<Node> find(String key) {
        return Optional.ofNullable(children.get(key));
    }

    /** The value of a key that must be given; its absence is reported. */
    public Optional<Node> need(String key, String nextStep) {
        Optional<Node> found = find(key);
        if (found.isEmpty()) {
            report(key, node.line(), "is missing; " + nextStep);
        }
        return found;
    }

    /** Whether secrets stand in it, which was reported at the first of them. */
    public boolean hasSecrets() {
        return hasSecrets;
    }

    /** The values of the known keys, in the file's order. */
    public Map<String, Node> children() {
        return Collections.unmodifiableMap(children);
    }

    private void put(YamlNode.Entry entry) {
        Node first = children.get(entry.key());
        if (first != null) {
            report(entry.key(), entry.line(), "is given again, first on line %s; keep one".formatted(first.line()));
            return;
        }
        children.put(
                entry.key(), new Node(entry.value(), path(entry.key()), entry.line(), node.secret(), node.context()));
    }

    private void reportUnknown(YamlNode.Entry entry, List<String> knownKeys) {
        String key = entry.key();
        YamlFormat<?> format = node.context().format();
        if (format.secretKeys().contains(key.toLowerCase(Locale.ROOT).replaceAll("[_-]", ""))) {
            if (!hasSecrets) {
                report(key, entry.line(), format.noSecrets());
            }
            hasSecrets = true;
            return;
        }
        Optional<String> near = DidYouMean.nearest(key, knownKeys);
        String known = knownKeys.isEmpty() ? "it takes no keys" : "known here: " + String.join(", ", knownKeys);
        if (near.isPresent()) {
            report(key, entry.line(), "is not a known key; did you mean %s?".formatted(near.get()));
        } else if (node.secret()) {
            String message = "has an unknown key, not shown since it may be a secret; " + known;
            node.context().problems().add(node.path(), OptionalInt.of(entry.line()), message);
        } else {
            report(key, entry.line(), "is not a known key; " + known);
        }
    }

    private void report(String key, int line, String message) {
        node.context().problems().add(path(key), OptionalInt.of(line), message);
    }

    private String path(String key) {
        String shown = Text.printable(key);
        return node.path().isEmpty() ? shown : node.path() + '.' + shown;
    }
}
