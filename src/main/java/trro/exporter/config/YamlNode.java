package trro.exporter.config;

import java.util.List;

/** What a YAML file holds, with the line that each value stands on. */
sealed interface YamlNode {

    /** From 1. */
    int line();

    /**
     * A scalar of any kind.
     *
     * @param value the characters as they stand in the file, escapes resolved; never read as a number or boolean here, so
     *     that the id 0012345678 stays what the operator wrote
     * @param plain written without quotes
     */
    record Text(String value, boolean plain, int line) implements YamlNode {

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
    record Items(List<YamlNode> items, int line) implements YamlNode {
        public Items {
            items = List.copyOf(items);
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
    }

    /**
     * A key and its value.
     *
     * @param line the key's line, which is where the operator looks
     */
    record Entry(String key, int line, YamlNode value) {}
}
