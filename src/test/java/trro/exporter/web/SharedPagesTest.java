package trro.exporter.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import trro.exporter.support.FakeTime;

class SharedPagesTest {

    private static final SharedPages.Key TEXT = key("text/plain");

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final Queue<Runnable> makers = new ArrayDeque<>();
    private final SharedPages pages = new SharedPages(time, makers::add);
    private int made;

    private static SharedPages.Key key(String contentType) {
        return new SharedPages.Key(contentType, List.of(), Optional.empty());
    }

    private void numbered(OutputStream out) throws IOException {
        made++;
        out.write(("page " + made).getBytes(UTF_8));
    }

    private Reading read(SharedPages.Key key) {
        return read(key, this::numbered);
    }

    private Reading read(SharedPages.Key key, Exposition.Body source) {
        Reading reading = new Reading();
        pages.page(key, source, reading);
        return reading;
    }

    /** Readers that never end, one for each place. */
    private List<Reading> stalled() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < SharedPages.MOST_PAGES; i++) {
            readings.add(read(key("text/" + i)));
        }
        return readings;
    }

    @Test
    void whoAsksForAPageThatIsBeingMadeGetsThatOne() {
        Reading other = new Reading();
        Reading first = read(TEXT, out -> {
            pages.page(TEXT, this::numbered, other);
            numbered(out);
        });

        assertThat(first.heard).containsExactly("page 1");
        assertThat(other.heard).containsExactly("page 1");
    }

    @Test
    void aFinishedPageIsNeverGivenToAnyoneLater() {
        assertThat(read(TEXT).heard).containsExactly("page 1");
        assertThat(read(TEXT).heard).containsExactly("page 2");
    }

    @Test
    void aPageMayBeJoinedForASecondFromItsBeginning() {
        Reading joins = new Reading();
        Reading comesTooLate = new Reading();
        read(TEXT, out -> {
            time.advance(SharedPages.OLDEST_JOINED);
            pages.page(TEXT, this::numbered, joins);
            time.advance(Duration.ofNanos(1));
            pages.page(TEXT, this::numbered, comesTooLate);
            assertThat(comesTooLate.heard).containsExactly("page 1");
            numbered(out);
        });

        assertThat(joins.heard).containsExactly("page 2");
    }

    @Test
    void anotherFormatAnotherProjectAndOtherNamesAreOtherPages() {
        read(TEXT, out -> {
            assertThat(read(key("text/other")).heard).containsExactly("page 1");
            assertThat(read(new SharedPages.Key("text/plain", List.of("a"), Optional.empty())).heard)
                    .containsExactly("page 2");
            assertThat(read(new SharedPages.Key("text/plain", List.of(), Optional.of("p"))).heard)
                    .containsExactly("page 3");
        });

        assertThat(made).isEqualTo(3);
    }

    @Test
    void whoWaitsForAPageThatFailsIsToldWhyAndTheNextOneIsMadeAnew() {
        Reading other = new Reading();
        Reading first = read(TEXT, out -> {
            pages.page(TEXT, this::numbered, other);
            throw new IllegalStateException("a defect");
        });

        assertThat(first.heard).containsExactly("java.lang.IllegalStateException: a defect");
        assertThat(other.heard).containsExactly("java.lang.IllegalStateException: a defect");
        assertThat(read(TEXT).heard).containsExactly("page 1");
    }

    @Test
    void aPageThatCannotBeSentTakesItsPlaceOnlyOnce() {
        Reading broken = new Reading() {
            @Override
            public void send(CompressedPage page) {
                throw new IllegalStateException("a defect");
            }
        };
        pages.page(TEXT, this::numbered, broken);
        pages.done(broken);
        stalled();

        assertThat(broken.heard).containsExactly("java.lang.IllegalStateException: a defect");
        assertThat(read(TEXT).heard).as("there is no ninth place").isEmpty();
    }

    @Test
    void aPlaceThatIsLeftGoesToWhoWaitedLongest() {
        List<Reading> stalled = stalled();
        Reading next = read(TEXT);
        Reading last = read(key("text/last"));

        pages.done(stalled.get(3));

        assertThat(makers).hasSize(1);
        makers.remove().run();
        assertThat(next.heard).containsExactly("page 9");
        assertThat(last.heard).isEmpty();
        assertThat(stalled).allSatisfy(reading -> assertThat(reading.heard).hasSize(1));
    }

    @Test
    void aPageThatWaitsForAPlaceMayBeJoinedAndIsMadeOfTheMomentInWhichItBegins() {
        List<Reading> stalled = stalled();
        Reading first = read(TEXT);
        time.advance(SharedPages.PATIENCE.minusNanos(1));
        Reading joins = read(TEXT);

        assertThat(makers).hasSize(1); // since the others were sent for more than a second
        assertThat(stalled.get(0).heard).containsExactly("page 1", "cut off");
        makers.remove().run();

        assertThat(first.heard).containsExactly("page 9");
        assertThat(joins.heard).containsExactly("page 9");
    }

    @Test
    void aPageThatWasSentForASecondMakesRoomTheOldestFirst() {
        List<Reading> stalled = stalled();
        Reading waits = read(TEXT);
        time.advance(SharedPages.GRACE.minusNanos(1));
        pages.check();
        assertThat(makers).isEmpty();

        time.advance(Duration.ofNanos(1));
        pages.check();
        makers.remove().run();

        assertThat(waits.heard).containsExactly("page 9");
        assertThat(stalled.get(0).heard).containsExactly("page 1", "cut off");
        assertThat(stalled.get(1).heard).containsExactly("page 2");
    }

    @Test
    void whoFindsNoPlaceForTwoSecondsIsRefused() {
        List<Reading> late = new ArrayList<>();
        List<Runnable> inside = new ArrayList<>();
        inside.add(() -> {
            late.add(read(TEXT));
            time.advance(SharedPages.PATIENCE);
            late.add(read(TEXT));
            pages.check();
            assertThat(late.get(0).heard).isEmpty();
            time.advance(Duration.ofNanos(1));
            pages.check();
        });
        for (int i = 0; i < SharedPages.MOST_PAGES; i++) { // each is being made while the next begins
            Runnable next = inside.get(i);
            SharedPages.Key key = key("text/" + i);
            inside.add(() -> read(key, out -> next.run()));
        }
        inside.get(SharedPages.MOST_PAGES).run();

        assertThat(late.get(0).heard).containsExactly("refused");
        time.advance(SharedPages.GRACE);
        pages.check();
        makers.remove().run();
        assertThat(late.get(1).heard).containsExactly("page 1");
    }

    @Test
    void aPageIsSentForAMinuteAtMost() {
        Reading slow = read(TEXT);
        time.advance(SharedPages.LONGEST_SENDING);
        pages.check();

        assertThat(slow.heard).containsExactly("page 1", "cut off");
    }

    @Test
    void aPageOfManyBlocksIsWholeCompressedAndPlain() throws IOException {
        byte[] random = new byte[300_001];
        new Random(1).nextBytes(random);

        CompressedPage page = CompressedPage.of(out -> out.write(random));

        byte[] gzip = page.gzip().readAllBytes();
        assertThat(page.gzipLength()).isEqualTo(gzip.length);
        assertThat(page.plainLength()).isEqualTo(random.length);
        assertThat(page.plain()).hasBinaryContent(random);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip))).hasBinaryContent(random);
    }

    /** A scrape that remembers what it was told. */
    private static class Reading implements SharedPages.Reader {

        private final List<String> heard = new ArrayList<>();

        @Override
        public void send(CompressedPage page) {
            try {
                heard.add(new String(page.plain().readAllBytes(), UTF_8));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void refuse() {
            heard.add("refused");
        }

        @Override
        public void failed(Throwable why) {
            heard.add(why.toString());
        }

        @Override
        public void cutOff() {
            heard.add("cut off");
        }
    }
}
