package trro.exporter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import trro.exporter.model.IdFilter;
import trro.exporter.yaml.Mapping;
import trro.exporter.yaml.Node;
import trro.exporter.yaml.Text;

/** Ids that are found out instead of being listed: {@code discover}, or a mapping that says which of them. */
final class DiscoveryReader {

    static final List<String> DEVICE_KEYS = List.of("discover", "include", "exclude", "max");
    static final List<String> PROJECT_KEYS = List.of("discover", "include", "exclude", "max", "devices");

    private static final IdFilter ALL_PROJECTS = all(Limits.DISCOVERED_PROJECTS_DEFAULT);
    private static final IdFilter ALL_DEVICES = all(Limits.DISCOVERED_DEVICES_DEFAULT);
    private static final String FORM = "write discover, or { discover: true, include: ['truck-.*'], max: %s }";
    private static final String DISCOVER = "write discover: true, or list ids instead";
    private static final String PATTERNS = "list regular expressions that match whole ids, such as ['truck-.*']";

    private DiscoveryReader() {}

    /** Whether ids are to be found out instead of being listed. */
    static boolean isAskedFor(Node node) {
        return node.isWord("discover") || node.hasAnyKey(DEVICE_KEYS);
    }

    /** Empty if nothing is to be discovered after all, or after a problem that was reported. */
    static Optional<ProjectDiscovery> projects(Node node) {
        if (node.isWord("discover")) {
            return Optional.of(new ProjectDiscovery(ALL_PROJECTS, Optional.of(ALL_DEVICES)));
        }
        Optional<Mapping> keys = node.mapping(PROJECT_KEYS, FORM.formatted(Limits.DISCOVERED_PROJECTS_DEFAULT));
        Optional<IdFilter> devices = keys.flatMap(present -> present.find("devices"))
                .flatMap(child -> {
                    if (!isAskedFor(child)) {
                        child.problem("cannot be listed for projects that are discovered; write devices: discover,"
                                + " or leave devices out for the projects' own figures alone");
                        return Optional.empty();
                    }
                    return devices(child);
                });
        keys.flatMap(present -> present.find("discover"))
                .filter(discover -> discover.isWord("false"))
                .ifPresent(discover -> discover.problem("leaves no project to poll; " + DISCOVER));
        return keys.flatMap(present -> filter(present, Limits.DISCOVERED_PROJECTS_DEFAULT, Limits.DISCOVERED_PROJECTS))
                .map(projects -> new ProjectDiscovery(projects, devices));
    }

    /** Empty if nothing is to be discovered after all, or after a problem that was reported. */
    static Optional<IdFilter> devices(Node node) {
        return node.isWord("discover")
                ? Optional.of(ALL_DEVICES)
                : node.mapping(DEVICE_KEYS, FORM.formatted(Limits.DISCOVERED_DEVICES_DEFAULT))
                        .flatMap(keys -> filter(keys, Limits.DISCOVERED_DEVICES_DEFAULT, Limits.DISCOVERED_DEVICES));
    }

    private static Optional<IdFilter> filter(Mapping keys, int defaultMax, int bound) {
        Optional<Boolean> discover = keys.need("discover", DISCOVER).flatMap(node -> node.yesOrNo(DISCOVER));
        List<String> include =
                keys.find("include").map(DiscoveryReader::patterns).orElse(List.of());
        List<String> exclude =
                keys.find("exclude").map(DiscoveryReader::patterns).orElse(List.of());
        String bounds = "give a whole number from 1 to %s, such as %s (the default)".formatted(bound, defaultMax);
        int max = keys.find("max")
                .flatMap(node -> node.wholeNumber(1, bound, bounds))
                .orElse(defaultMax);
        return discover.filter(yes -> yes).map(yes -> new IdFilter(include, exclude, max));
    }

    private static List<String> patterns(Node node) {
        List<String> patterns = new ArrayList<>();
        for (Node item : node.items(PATTERNS).orElse(List.of())) {
            Optional<Text> text = item.text(PATTERNS);
            if (text.isPresent()) {
                try {
                    patterns.add(Pattern.compile(text.get().text()).pattern());
                } catch (PatternSyntaxException e) {
                    item.problem("%s is not a regular expression (%s at character %s); %s"
                            .formatted(text.get().shown(), e.getDescription(), e.getIndex() + 1, PATTERNS));
                }
            }
        }
        return patterns;
    }

    private static IdFilter all(int max) {
        return new IdFilter(List.of(), List.of(), max);
    }
}
