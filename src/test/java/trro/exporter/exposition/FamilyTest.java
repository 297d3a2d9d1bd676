package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Families that no catalogue of ours has. */
class FamilyTest {

    private static final String HELP = "A \"quoted\" \\ help\nof two lines: \u8f66.";

    @ParameterizedTest
    @EnumSource
    void anyHelpIsWrittenAsTheLibraryDoes(ExpositionFormat format) throws IOException {
        assertSame(format, new Family(Family.Kind.GAUGE, "some_gauge", HELP), Labels.EMPTY);
    }

    @ParameterizedTest
    @EnumSource
    void anInfoIsWrittenAsTheLibraryDoes(ExpositionFormat format) throws IOException {
        assertSame(format, new Family(Family.Kind.GAUGE, "some_info", HELP, "name"), Labels.of("name", "a\"b\\"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotWantedIsNotWritten(ExpositionFormat format) {
        SampleSink page = format.page(family -> !family.name().equals("b"), new ByteArrayOutputStream());

        assertThat(family(page, "a")).isTrue();
        assertThat(family(page, "b")).isFalse();
    }

    private static boolean family(SampleSink page, String name) {
        try {
            return page.family(new Family(Family.Kind.GAUGE, name, ""));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSame(ExpositionFormat format, Family family, Labels labels) throws IOException {
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        SampleSink page = format.page(any -> true, ours);
        write(family, labels, page);
        format.writeEnd(MetricSnapshots.of(), ours);

        LibrarySnapshots snapshots = new LibrarySnapshots(any -> true);
        write(family, labels, snapshots);
        ByteArrayOutputStream librarys = new ByteArrayOutputStream();
        format.writeEnd(snapshots.snapshots(), librarys);

        assertThat(ours.toString(UTF_8)).isEqualTo(librarys.toString(UTF_8));
        assertThat(ours.toByteArray()).isEqualTo(librarys.toByteArray());
    }

    private static void write(Family family, Labels labels, SampleSink sink) throws IOException {
        sink.family(family);
        sink.sample(SeriesLabels.of(labels), 1);
        sink.end();
    }
}
