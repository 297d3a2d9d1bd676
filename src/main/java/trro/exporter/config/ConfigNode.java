package trro.exporter.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A value and its place in the configuration: reads it, or reports what is wrong with it and answers empty.
 *
 * @param path such as {@code accounts[0].projects[1].id}; empty for the whole
 * @param line where the operator looks for it
 * @param secret whether messages must not show the value
 */
record ConfigNode(YamlNode yaml, String path, int line, boolean secret, Context context) {

    /**
     * What every value of one file is read with.
     *
     * @param folder where relative paths start
     */
    record Context(Map<String, String> environment, Path folder, Problems problems) {}

    /** @param message what is wrong and the next step */
    void problem(String message) {
        context.problems().add(path, OptionalInt.of(line), message);
    }

    /** The text with its variables expanded; never empty. */
    Optional<ConfigText> text(String nextStep) {
        if (!(yaml instanceof YamlNode.Text raw)) {
            problem("is %s, not text; %s".formatted(kind(), nextStep));
            return Optional.empty();
        }
        EnvironmentText expansion = EnvironmentText.expand(raw.value(), context.environment());
        expansion.problems().forEach(this::problem);
        if (!expansion.problems().isEmpty()) {
            return Optional.empty();
        }
        String text = expansion.text();
        if (raw.isNull() || text.isEmpty()) {
            problem("is empty; " + nextStep);
            return Optional.empty();
        }
        if (secret) {
            return Optional.of(new ConfigText(text, "the value"));
        }
        return Optional.of(expansion.expanded() ? new ConfigText(text, "the expanded value") : ConfigText.open(text));
    }

    /** The items of a list, which may be empty. */
    Optional<List<ConfigNode>> items(String nextStep) {
        if (!(yaml instanceof YamlNode.Items list)) {
            problem(isNull() ? "is empty; " + nextStep : "is %s, not a list; %s".formatted(kind(), nextStep));
            return Optional.empty();
        }
        List<ConfigNode> items = new ArrayList<>();
        for (YamlNode item : list.items()) {
            items.add(new ConfigNode(item, path + '[' + items.size() + ']', item.line(), secret, context));
        }
        return Optional.of(items);
    }

    /** The keys and values of a mapping, which may be empty; keys that are unknown or repeated are reported. */
    Optional<ConfigMapping> mapping(List<String> knownKeys, String nextStep) {
        if (!(yaml instanceof YamlNode.Mapping entries)) {
            problem(isNull() ? "is empty; " + nextStep : "is %s, not a mapping; %s".formatted(kind(), nextStep));
            return Optional.empty();
        }
        return Optional.of(ConfigMapping.of(this, entries.entries(), knownKeys));
    }

    /** The same place with its values hidden from messages, here and below. */
    ConfigNode hidden() {
        return new ConfigNode(yaml, path, line, true, context);
    }

    /** Whether it is a list or a mapping in which nothing stands. */
    boolean isEmpty() {
        if (yaml instanceof YamlNode.Items list) {
            return list.items().isEmpty();
        }
        return yaml instanceof YamlNode.Mapping mapping && mapping.entries().isEmpty();
    }

    /** Whether it is to be found out instead of being listed. */
    boolean asksForDiscovery() {
        return isWord("discover")
                || (yaml instanceof YamlNode.Mapping mapping
                        && mapping.entries().stream()
                                .anyMatch(entry -> DiscoveryReader.DEVICE_KEYS.contains(entry.key())));
    }

    /** Whether it is this word and nothing else. */
    boolean isWord(String word) {
        return yaml instanceof YamlNode.Text text && text.value().equals(word);
    }

    private boolean isNull() {
        return yaml instanceof YamlNode.Text text && text.isNull();
    }

    private String kind() {
        if (yaml instanceof YamlNode.Items) {
            return "a list";
        }
        return yaml instanceof YamlNode.Mapping ? "a mapping" : "text";
    }
}
