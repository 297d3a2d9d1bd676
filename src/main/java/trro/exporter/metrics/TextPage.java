package trro.exporter.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import trro.exporter.model.Window;

/**
 * Writes samples as text, byte for byte as Prometheus' library would, at a small part of its cost: it copies bytes that
 * are kept, and makes next to no garbage.
 *
 * <p>Works for text 0.0.4 and OpenMetrics 1.0, which differ in nothing but the lines above a family.
 */
final class TextPage implements SampleSink<IOException> {

    private static final byte[] END = ascii("} ");
    private static final byte[] CURRENT_END = windowEnd(Window.CURRENT);
    private static final byte[] PREVIOUS_END = windowEnd(Window.PREVIOUS);
    private static final Map<ExpositionFormat, Map<MetricCatalog, Heading>> HEADINGS = headings();

    /**
     * What does not change about a family.
     *
     * @param comments the lines above it, as the library writes them
     * @param info whether every value is a plain 1
     */
    @SuppressWarnings("ArrayRecordComponent") // private, and never changed
    private record Heading(byte[] comments, byte[] name, boolean info) {}

    private final Map<MetricCatalog, Heading> headings;
    private final PageBuffer page;
    private Heading heading = new Heading(new byte[0], new byte[0], false);
    private boolean empty = true;

    TextPage(ExpositionFormat format, OutputStream out) {
        this.headings = HEADINGS.getOrDefault(format, Map.of());
        this.page = new PageBuffer(out);
    }

    @Override
    public void family(MetricCatalog metric) {
        Heading next = headings.get(metric);
        if (next == null) {
            throw new IllegalArgumentException("no text for " + metric);
        }
        heading = next;
        empty = true;
    }

    @Override
    public void sample(SeriesLabels labels, Optional<Window> window, double value) throws IOException {
        if (empty) {
            page.append(heading.comments());
            empty = false;
        }
        page.append(heading.name());
        page.append(labels.text());
        page.append(window.map(TextPage::end).orElse(END));
        if (heading.info()) {
            page.append('1');
        } else {
            page.appendText(value);
        }
        page.append('\n');
    }

    @Override
    public void end() throws IOException {
        page.flush();
    }

    private static byte[] end(Window window) {
        return switch (window) {
            case CURRENT -> CURRENT_END;
            case PREVIOUS -> PREVIOUS_END;
        };
    }

    private static byte[] windowEnd(Window window) {
        return ascii(",window=\"" + window.label() + "\"} ");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static Map<ExpositionFormat, Map<MetricCatalog, Heading>> headings() {
        Map<ExpositionFormat, Map<MetricCatalog, Heading>> all = new EnumMap<>(ExpositionFormat.class);
        for (ExpositionFormat format : ExpositionFormat.TEXTS) {
            Map<MetricCatalog, Heading> headings = new EnumMap<>(MetricCatalog.class);
            MetricCatalog.COLLECTED.forEach(metric -> headings.put(
                    metric, new Heading(comments(format, metric), ascii(metric.metricName()), metric.isInfo())));
            all.put(format, headings);
        }
        return all;
    }

    /** The library's own lines for a family of one sample, without the sample and the end of the page. */
    private static byte[] comments(ExpositionFormat format, MetricCatalog metric) {
        LibrarySnapshots one = new LibrarySnapshots();
        one.family(metric);
        one.sample(SeriesLabels.of(Labels.EMPTY), Optional.empty(), 1);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            format.writer().write(page, one.snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: nothing can fail in memory
        }
        return page.toString(UTF_8)
                .lines()
                .takeWhile(line -> line.startsWith("# "))
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(UTF_8);
    }
}
