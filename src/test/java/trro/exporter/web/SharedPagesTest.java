package trro.exporter.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import trro.exporter.support.FakeTime;

@Timeout(30)
class SharedPagesTest {

    private static final SharedPages.Key TEXT = new SharedPages.Key("text/plain", List.of(), Optional.empty());

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final SharedPages pages = new SharedPages(time);
    private final AtomicInteger made = new AtomicInteger();

    private void numbered(OutputStream out) throws IOException {
        out.write(("page " + made.incrementAndGet()).getBytes(UTF_8));
    }

    private String text(SharedPages.Key key) throws IOException {
        return text(pages.page(key, this::numbered));
    }

    private static String text(CompressedPage page) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.writeTo(out);
        assertThat(page.length()).isEqualTo(out.size());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** Asks for {@link #TEXT}'s page, and returns once that waits for another's. */
    private FutureTask<String> waiting() {
        FutureTask<String> task = new FutureTask<>(() -> text(TEXT));
        Thread thread = new Thread(task);
        thread.start();
        await().until(thread::getState, Thread.State.WAITING::equals);
        return task;
    }

    @Test
    void whoAsksForAPageThatIsBeingMadeGetsThatOne() throws Exception {
        Queue<FutureTask<String>> others = new ArrayDeque<>();
        CompressedPage first = pages.page(TEXT, out -> {
            others.add(waiting());
            numbered(out);
        });

        assertThat(text(first)).isEqualTo("page 1");
        assertThat(others.remove().get()).isEqualTo("page 1");
    }

    @Test
    void aFinishedPageIsNeverGivenToAnyoneLater() throws IOException {
        assertThat(text(TEXT)).isEqualTo("page 1");
        assertThat(text(TEXT)).isEqualTo("page 2");
    }

    @Test
    void aPageThatHasBeenInTheMakingForMoreThanASecondIsTooOld() throws IOException {
        pages.page(TEXT, out -> {
            time.advance(SharedPages.OLDEST_JOINED.plusNanos(1));
            assertThat(text(TEXT)).isEqualTo("page 1");
        });

        assertThat(made).hasValue(1);
    }

    @Test
    void aSecondIsNotTooOld() throws Exception {
        Queue<FutureTask<String>> others = new ArrayDeque<>();
        pages.page(TEXT, out -> {
            time.advance(Duration.ofSeconds(1));
            others.add(waiting());
            numbered(out);
        });

        assertThat(others.remove().get()).isEqualTo("page 1");
    }

    @Test
    void anotherFormatAnotherProjectAndOtherNamesAreOtherPages() throws IOException {
        pages.page(TEXT, out -> {
            assertThat(text(new SharedPages.Key("text/other", List.of(), Optional.empty())))
                    .isEqualTo("page 1");
            assertThat(text(new SharedPages.Key("text/plain", List.of("a"), Optional.empty())))
                    .isEqualTo("page 2");
            assertThat(text(new SharedPages.Key("text/plain", List.of(), Optional.of("p"))))
                    .isEqualTo("page 3");
        });

        assertThat(made).hasValue(3);
    }

    @Test
    void whoWaitsForAPageThatFailsIsToldWhyAndTheNextOneIsMadeAnew() throws Exception {
        Queue<FutureTask<String>> others = new ArrayDeque<>();
        IllegalStateException why = new IllegalStateException("a defect");

        assertThatThrownBy(() -> pages.page(TEXT, out -> {
                    others.add(waiting());
                    throw why;
                }))
                .isInstanceOf(IOException.class)
                .hasCause(why);

        assertThatThrownBy(() -> others.remove().get()).hasRootCause(why);
        assertThat(text(TEXT)).isEqualTo("page 1");
    }

    @Test
    void aPageOfManyBlocksIsWhole() throws IOException {
        byte[] random = new byte[300_001];
        new Random(1).nextBytes(random);

        CompressedPage page = pages.page(TEXT, out -> out.write(random));

        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        page.writeTo(sent);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(sent.toByteArray())))
                .hasBinaryContent(random);
    }
}
