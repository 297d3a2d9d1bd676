package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A metric family, with the bytes of its name and of what stands above its samples: they are made once. */
public final class Family {

    /** The type of a family in Prometheus' words. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private static final String INFO = "_info";

    private final Kind kind;
    private final String name;
    private final String help;
    private final List<String> labels;
    private final byte[] nameBytes;
    private final Map<ExpositionFormat, byte[]> headings = new EnumMap<>(ExpositionFormat.class);

    /**
     * Makes a family.
     *
     * @param name as it stands on the page, with its unit and, for counters, {@code _total}; where it ends in
     *     {@code _info} samples tell names and the like by their labels, and their value is 1
     */
    public Family(Kind kind, String name, String help, String... labels) {
        this.kind = kind;
        this.name = name;
        this.help = help;
        this.labels = List.of(labels);
        nameBytes = name.getBytes(UTF_8);
        for (ExpositionFormat format : ExpositionFormat.values()) {
            headings.put(format, format.heading(this));
        }
    }

    public Kind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    /** The name that Prometheus' library gives the family: without the suffix that it adds itself. */
    public String libraryName() {
        return isInfo() ? name.substring(0, name.length() - INFO.length()) : name;
    }

    public boolean isInfo() {
        return name.endsWith(INFO);
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    byte[] nameBytes() {
        return nameBytes;
    }

    byte[] heading(ExpositionFormat format) {
        return headings.getOrDefault(format, new byte[0]);
    }

    @Override
    public String toString() {
        return name;
    }
}
