package trro.exporter.yaml;

import java.util.List;

/** A value of a YAML file, with the line that it stands on. */
sealed interface YamlNode {

    /** From 1. */
    int line();

    /** The kind of it in a message, such as {@code a list}. */
    String kind();

    /** Whether it is a list or a mapping in which nothing stands. */
    default boolean isEmpty() {
        return false;
    }

    /**
     * A scalar of any kind.
     *
     * @param value the characters as they stand in the file, escapes resolved; never read as a number or boolean here,
     *     so that the id 0012345678 stays what the operator wrote
     * @param plain written without quotes
     */
    record Scalar(String value, boolean plain, int line) implements YamlNode {

        @Override
        public String kind() {
            return "text";
        }

        /** Nothing, {@code ~} or {@code null}; quoted, they are text. */
        boolean isNull() {
            return plain
                    && switch (value) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, int line) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public boolean isEmpty() {
            return items.isEmpty();
        }
    }

    /**
     * Keys and values.
     *
     * @param entries in the file's order; keys may be repeated
     */
    record Mapping(List<Entry> entries, int line) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        @Override
        public boolean isEmpty() {
            return entries.isEmpty();
        }
    }

    /**
     * A key and its value.
     *
     * @param line the key's line, which is where the operator looks
     */
    record Entry(String key, int line, YamlNode value) {}
}
