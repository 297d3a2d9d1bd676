package trro.exporter.yaml;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A value and its place in the file. A method reads it as a type, or reports a problem and answers empty.
 *
 * @param path such as {@code accounts[0].projects[1].id}; empty for the whole
 * @param line the line on which the operator looks for it, from 1
 * @param secret whether messages must not show the value
 */
public record Node(YamlNode yaml, String path, int line, boolean secret, Context context) {

    /**
     * All values of one file share it.
     *
     * @param folder relative paths start there
     */
    record Context(Map<String, String> environment, Path folder, YamlFormat<?> format, Problems problems) {}

    /**
     * Reports a mistake in this place.
     *
     * @param message the mistake and the next step
     */
    public void problem(String message) {
        context.problems().add(path, OptionalInt.of(line), message);
    }

    /** Reports a value of this place that {@code places} has from another one, and else adds it. */
    public void refuseRepeated(Text value, Map<String, Node> places, String nextStep) {
        Node before = places.putIfAbsent(value.text(), this);
        if (before != null) {
            problem("%s is used already at %s (line %s); %s"
                    .formatted(value.shown(), before.path(), before.line(), nextStep));
        }
    }

    /** The text with its variables expanded; never empty. */
    public Optional<Text> text(String nextStep) {
        if (!(yaml instanceof YamlNode.Scalar raw)) {
            problem("is %s, not text; %s".formatted(yaml.kind(), nextStep));
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
            return Optional.of(new Text(text, "the value"));
        }
        return Optional.of(expansion.expanded() ? new Text(text, "the expanded value") : Text.open(text));
    }

    /** The text as it stands in the file, of any length, its variables left alone; never empty. */
    public Optional<Text> literal(String nextStep) {
        if (!(yaml instanceof YamlNode.Scalar raw)) {
            problem("is %s, not text; %s".formatted(yaml.kind(), nextStep));
            return Optional.empty();
        }
        if (isBlank()) {
            problem("is empty; " + nextStep);
            return Optional.empty();
        }
        return Optional.of(secret ? new Text(raw.value(), "the value") : Text.open(raw.value()));
    }

    /** A name as of {@link Text#nameProblem}. */
    public Optional<Text> name(int maxLength, String nextStep) {
        Optional<Text> text = text(nextStep);
        Optional<String> problem = text.flatMap(name -> name.nameProblem(maxLength, nextStep));
        problem.ifPresent(this::problem);
        return problem.isPresent() ? Optional.empty() : text;
    }

    /** A whole number of at most nine digits from {@code min} to {@code max}, both included. */
    public Optional<Integer> wholeNumber(int min, int max, String nextStep) {
        Optional<Text> text = text(nextStep);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> number = text.map(Text::text)
                .filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::valueOf);
        if (number.isEmpty()) {
            problem("%s is not a whole number; %s".formatted(text.get().shown(), nextStep));
        }
        if (number.isPresent() && (number.get() < min || number.get() > max)) {
            problem("%s is out of bounds; %s".formatted(text.get().shown(), nextStep));
            return Optional.empty();
        }
        return number;
    }

    /** A duration; one that is out of the range is reported and returned. */
    public Optional<Duration> duration(DurationRange range) {
        Optional<Text> text = text(range.nextStep());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = DurationText.parse(text.get().text());
        String shown = text.get().shown();
        if (duration.isEmpty()) {
            String problem = text.get().text().matches("[0-9]+") ? "has no unit" : "is not a duration";
            problem("%s %s; %s".formatted(shown, problem, range.nextStep()));
        } else if (duration.get().compareTo(range.min()) < 0) {
            problem("%s is too short; %s".formatted(shown, range.nextStep()));
        } else if (duration.get().compareTo(range.max()) > 0) {
            problem("%s is too long; %s".formatted(shown, range.nextStep()));
        }
        return duration;
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> yesOrNo(String nextStep) {
        Optional<Text> text = text(nextStep);
        if (text.isPresent() && !List.of("true", "false").contains(text.get().text())) {
            problem("%s is neither true nor false; %s".formatted(text.get().shown(), nextStep));
            return Optional.empty();
        }
        return text.map(word -> word.text().equals("true"));
    }

    /** The path of a file, relative to the folder of this one; a file that cannot be read is reported. */
    public Optional<Path> file(String nextStep) {
        return text(nextStep).flatMap(text -> file(text, nextStep));
    }

    /** As {@link #file}, of a path whose variables are left alone. */
    public Optional<Path> literalFile(String nextStep) {
        return literal(nextStep).flatMap(text -> file(text, nextStep));
    }

    private Optional<Path> file(Text text, String nextStep) {
        try {
            Path file = context.folder().resolve(text.text());
            if (!Files.exists(file)) {
                problem("names no existing file; " + nextStep);
            } else if (!Files.isRegularFile(file)) {
                problem("names something that is no file; " + nextStep);
            } else if (!Files.isReadable(file)) {
                problem("names a file that may not be read; " + nextStep);
            }
            return Optional.of(file);
        } catch (InvalidPathException e) { // its message shows the text
            boolean ascii = text.text().chars().allMatch(c -> c < 0x80);
            problem((ascii
                            ? "is not a path; "
                            : "has characters that paths cannot have in this locale; set LANG=C.UTF-8, or ")
                    + nextStep);
            return Optional.empty();
        }
    }

    /** The items of a list, which may be empty. */
    public Optional<List<Node>> items(String nextStep) {
        if (!(yaml instanceof YamlNode.Sequence list)) {
            wrongKind("a list", nextStep);
            return Optional.empty();
        }
        List<Node> items = new ArrayList<>();
        for (YamlNode item : list.items()) {
            items.add(new Node(item, path + '[' + items.size() + ']', item.line(), secret, context));
        }
        return Optional.of(items);
    }

    /** The keys and values of a mapping, which may be empty; keys that are unknown or repeated are reported. */
    public Optional<Mapping> mapping(List<String> knownKeys, String nextStep) {
        if (!(yaml instanceof YamlNode.Mapping entries)) {
            wrongKind("a mapping", nextStep);
            return Optional.empty();
        }
        return Optional.of(Mapping.of(this, entries.entries(), knownKeys));
    }

    /** The keys, whatever they are, and values of a mapping, which may be empty; repeated keys are reported. */
    public Optional<Mapping> mapping(String nextStep) {
        List<String> keys = yaml instanceof YamlNode.Mapping mapping
                ? mapping.entries().stream().map(YamlNode.Entry::key).toList()
                : List.of();
        return mapping(keys, nextStep);
    }

    /** The same place with its values hidden from messages, here and below. */
    public Node hidden() {
        return new Node(yaml, path, line, true, context);
    }

    /** Whether it is a list or a mapping in which nothing stands. */
    public boolean isEmpty() {
        return yaml.isEmpty();
    }

    /** Whether nothing stands there, or an empty text. */
    public boolean isBlank() {
        return yaml instanceof YamlNode.Scalar text
                && (text.isNull() || text.value().isEmpty());
    }

    /** Whether it is this word and nothing else. */
    public boolean isWord(String word) {
        return yaml instanceof YamlNode.Scalar text && text.value().equals(word);
    }

    /** Whether it is a mapping with at least one of these keys. */
    public boolean hasAnyKey(Collection<String> keys) {
        return yaml instanceof YamlNode.Mapping mapping
                && mapping.entries().stream().anyMatch(entry -> keys.contains(entry.key()));
    }

    private void wrongKind(String wanted, String nextStep) {
        boolean isNull = yaml instanceof YamlNode.Scalar text && text.isNull();
        problem(isNull ? "is empty; " + nextStep : "is %s, not %s; %s".formatted(yaml.kind(), wanted, nextStep));
    }
}
