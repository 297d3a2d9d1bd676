package trro.exporter.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;
import trro.exporter.support.FakeTime;
import trro.exporter.time.Moment;

class LimitersTest {

    private static final String HERE = "https://here:443";

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");
    private final Limiters limiters = new Limiters(time);

    private RateLimiter limiter(String... payers) {
        return limiters.limiter(List.of(payers), HERE, "Ask", 5);
    }

    @Test
    void belongToPayerEndpointAndAction() {
        RateLimiter one = limiter("a");

        assertThat(limiter("a")).isSameAs(one);
        assertThat(limiter("b")).isNotSameAs(one);
        assertThat(limiters.limiter(List.of("a"), "https://there:443", "Ask", 5))
                .isNotSameAs(one);
        assertThat(limiters.limiter(List.of("a"), HERE, "List", 5)).isNotSameAs(one);
    }

    @Test
    void areKnownByEveryNameThatTheyWereAskedForUnder() {
        RateLimiter ofFile = limiter("file");

        assertThat(limiter("key", "file"))
                .as("the key in the file is known now")
                .isSameAs(ofFile);
        assertThat(limiter("key", "environment")).as("and is found elsewhere").isSameAs(ofFile);
        assertThat(limiter("environment")).isSameAs(ofFile);
        RateLimiter other = limiter("other key", "other file");
        assertThat(limiter("other key", "file"))
                .as("the key counts more than its place")
                .isSameAs(other);
    }

    @Test
    void areForgottenWhenNobodyUsesThemAndThereIsNothingToRemember() throws Exception {
        RateLimiter used = limiter("used");
        RateLimiter unused = limiter("unused");
        unused.acquire().sent();
        RateLimiter cut = limiter("cut");
        Permit permit = cut.acquire();
        permit.sent();
        permit.ended();
        time.advance(Duration.ofSeconds(50));
        permit = cut.acquire();
        permit.sent();
        permit.throttled("RequestLimitExceeded");
        permit.ended();

        limiters.retain(List.of(used));
        assertThat(limiters.size()).as("all were used lately").isEqualTo(3);

        time.advance(Duration.ofSeconds(20));
        limiters.retain(List.of(used));
        assertThat(limiter("unused")).as("nothing to remember").isNotSameAs(unused);
        assertThat(limiter("used")).isSameAs(used);
        assertThat(limiter("cut")).isSameAs(cut);
    }

    @Test
    void aLowerLimitCountsTheCallsOfBefore() throws Exception {
        RateLimiter limiter = limiter("a");
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Permit permit = limiter.acquire();
            permit.sent();
            permit.ended();
            sent.add(permit.grantedNanos());
            if (i == 9) {
                limiter.allow(2);
            }
            if (i == 19) {
                limiter.allow(10);
            }
        }

        assertThat(most(sent.subList(0, 10))).isEqualTo(5);
        assertThat(most(sent.subList(10, 20))).isEqualTo(2);
        assertThat(sent.get(11) - sent.get(9)).as("room is made first").isGreaterThan(900_000_000L);
        assertThat(most(sent.subList(20, 40))).isEqualTo(10);
    }

    private static long most(List<Long> nanos) {
        return nanos.stream()
                .mapToLong(first -> nanos.stream()
                        .filter(each -> each >= first && each - first < 1_000_000_000L)
                        .count())
                .max()
                .orElse(0);
    }

    @ParameterizedTest
    @EnumSource
    void callsOfTheProcessBeforeHoldTheirPlaces(Order order) throws InterruptedException {
        RateLimiter former = limiters.limiter(List.of("key"), HERE, "Ask", 1);
        former.acquire().sentOnNewConnection();
        long sentNanos = time.nanoTime();
        StateWriter out = new StateWriter(Moment.now(time));
        limiters.memories().forEach(memory -> memory.write(out));
        PaceMemory memory = PaceMemory.read(new StateReader(out.bytes(), Moment.now(time)));

        Limiters next = new Limiters(time);
        Limiters known = order == Order.ASKED_FOR_LATER ? next : asked(next);
        known.resume(List.of(memory));
        asked(known).limiter(List.of("key"), HERE, "Ask", 1).acquire();

        assertThat(time.nanoTime() - sentNanos)
                .as("it may arrive after two seconds, and counts for one")
                .isGreaterThanOrEqualTo(RateLimiter.CONNECTING.plusSeconds(1).toNanos());
        assertThat(memory.ids()).noneMatch(id -> id.contains("key"));
    }

    private static Limiters asked(Limiters limiters) {
        limiters.limiter(List.of("key"), HERE, "Ask", 1);
        return limiters;
    }

    /** When a limiter of the same payer is asked for. */
    enum Order {
        ASKED_FOR_BEFORE,
        ASKED_FOR_LATER
    }

    @Test
    void thoseOfOtherPayersRememberNothingOfIt() throws InterruptedException {
        limiter("key").acquire().sentOnNewConnection();
        Limiters next = new Limiters(time);
        next.resume(limiters.memories());

        long startNanos = time.nanoTime();
        next.limiter(List.of("other"), HERE, "Ask", 1).acquire();

        assertThat(Duration.ofNanos(time.nanoTime() - startNanos)).isLessThan(Duration.ofMillis(1100));
    }

    @Test
    void grantNothingWhereNoCallMayBeMade() {
        time.endAfter(Duration.ofMinutes(1));
        RateLimiter closed = new Limiters(time, () -> false).limiter(List.of("a"), HERE, "Ask", 5);

        assertThatThrownBy(closed::acquire).isInstanceOf(InterruptedException.class);
    }
}
