package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A page of metrics in a text format: each series, as it is written, with its value. */
public final class ScrapedPage {

    private final Map<String, Double> values = new LinkedHashMap<>();

    public ScrapedPage(String text) {
        text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            Double before = values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            assertThat(before).as("a second value of %s", line).isNull();
        });
    }

    /**
     * The value of a series that is on the page.
     *
     * @param series such as {@code up{job="a"}}, with its labels in the order of the page
     */
    public double value(String series) {
        assertThat(values).containsKey(series);
        return values.get(series);
    }

    public Optional<Double> find(String series) {
        return Optional.ofNullable(values.get(series));
    }

    /** The series whose text begins like this. */
    public Map<String, Double> startingWith(String prefix) {
        Map<String, Double> found = new LinkedHashMap<>(values);
        found.keySet().removeIf(series -> !series.startsWith(prefix));
        return found;
    }

    /** The number of samples. */
    public int size() {
        return values.size();
    }
}
