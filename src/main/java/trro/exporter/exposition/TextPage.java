package trro.exporter.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Predicate;

/**
 * Writes samples as text, byte for byte as Prometheus' library would, at a small part of its cost: it copies bytes that
 * are kept, and makes next to no garbage.
 *
 * <p>Works for text 0.0.4 and OpenMetrics 1.0, which differ in nothing but the lines above a family.
 */
final class TextPage implements SampleSink {

    private static final byte[] NOTHING = {};
    private static final byte[] NO_LABELS_END = {' '};

    private final ExpositionFormat format;
    private final Predicate<Family> wanted;
    private final PageBuffer page;
    private byte[] heading = NOTHING;
    private byte[] name = NOTHING;
    private boolean info;

    TextPage(ExpositionFormat format, Predicate<Family> wanted, OutputStream out) {
        this.format = format;
        this.wanted = wanted;
        this.page = new PageBuffer(out);
    }

    @Override
    public boolean family(Family family) {
        heading = family.heading(format);
        name = family.nameBytes();
        info = family.isInfo();
        return wanted.test(family);
    }

    @Override
    public void sample(SeriesLabels series, LastLabel last, double value) throws IOException {
        page.append(heading);
        heading = NOTHING;
        page.append(name);
        byte[] labels = series.text();
        page.append(labels);
        page.append(labels.length == 0 ? NO_LABELS_END : last.text());
        if (info) {
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
}
