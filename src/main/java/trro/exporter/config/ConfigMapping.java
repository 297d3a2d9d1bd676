package trro.exporter.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The known keys of a mapping, each once. */
final class ConfigMapping {

    /** Names under which people write keys into files, without case and separators. */
    private static final Set<String> SECRETS = Set.of(
            "secretid",
            "secretkey",
            "token",
            "securitytoken",
            "sessiontoken",
            "accesskey",
            "accesskeyid",
            "accesskeysecret",
            "tmpsecretid",
            "tmpsecretkey",
            "password");

    private static final String NO_SECRETS = "secrets do not belong in this file; name the files that hold them with"
            + " credentials: { static: { secret_id_file: ..., secret_key_file: ... } }, or set TENCENTCLOUD_SECRET_ID and"
            + " TENCENTCLOUD_SECRET_KEY in the environment";

    private final ConfigNode node;
    private final Map<String, ConfigNode> children = new LinkedHashMap<>();

    private ConfigMapping(ConfigNode node) {
        this.node = node;
    }

    static ConfigMapping of(ConfigNode node, List<YamlNode.Entry> entries, List<String> knownKeys) {
        ConfigMapping mapping = new ConfigMapping(node);
        for (YamlNode.Entry entry : entries) {
            if (knownKeys.contains(entry.key())) {
                mapping.put(entry);
            } else {
                mapping.reportUnknown(entry, knownKeys);
            }
        }
        return mapping;
    }

    Optional<ConfigNode> find(String key) {
        return Optional.ofNullable(children.get(key));
    }

    /** The value of a key that must be given; its absence is reported. */
    Optional<ConfigNode> need(String key, String nextStep) {
        Optional<ConfigNode> found = find(key);
        if (found.isEmpty()) {
            report(key, node.line(), "is missing; " + nextStep);
        }
        return found;
    }

    /** The values of the known keys, in the file's order. */
    Map<String, ConfigNode> children() {
        return Collections.unmodifiableMap(children);
    }

    private void put(YamlNode.Entry entry) {
        ConfigNode first = children.get(entry.key());
        if (first != null) {
            report(entry.key(), entry.line(), "is given again, first on line %s; keep one".formatted(first.line()));
            return;
        }
        children.put(
                entry.key(),
                new ConfigNode(entry.value(), path(entry.key()), entry.line(), node.secret(), node.context()));
    }

    private void reportUnknown(YamlNode.Entry entry, List<String> knownKeys) {
        String key = entry.key();
        if (SECRETS.contains(key.toLowerCase(Locale.ROOT).replaceAll("[_-]", ""))) {
            report(key, entry.line(), NO_SECRETS);
            return;
        }
        Optional<String> near = DidYouMean.nearest(key, knownKeys);
        String known = knownKeys.isEmpty() ? "it takes no keys" : "known here: " + String.join(", ", knownKeys);
        if (near.isPresent()) {
            report(
                    ConfigText.printable(key),
                    entry.line(),
                    "is not a known key; did you mean %s?".formatted(near.get()));
        } else if (node.secret()) {
            String message = "has an unknown key, not shown since it may be a secret; " + known;
            node.context().problems().add(node.path(), OptionalInt.of(entry.line()), message);
        } else {
            report(ConfigText.printable(key), entry.line(), "is not a known key; " + known);
        }
    }

    private void report(String key, int line, String message) {
        node.context().problems().add(path(key), OptionalInt.of(line), message);
    }

    private String path(String key) {
        return node.path().isEmpty() ? key : node.path() + '.' + key;
    }
}
