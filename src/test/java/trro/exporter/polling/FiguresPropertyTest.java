package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;

/** A small TRRO with a calendar of its own, asked at random: no figure on the page may be of another span than the page says. */
class FiguresPropertyTest {

    private static final Instant BEGIN = Instant.parse("2026-03-26T03:00:00Z");
    private static final List<String> CONFIGURED = List.of(
            "Asia/Shanghai",
            "UTC",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Pacific/Chatham",
            "America/St_Johns",
            "Europe/Berlin",
            "Australia/Lord_Howe");
    private static final List<String> OF_TRRO =
            List.of("+08:00", "UTC", "+05:30", "+05:45", "+12:45", "-03:30", "-02:30", "Europe/Berlin");

    private final Map<String, List<Instant>> sessions = new HashMap<>();
    private final Map<PollTarget, Instant> asked = new HashMap<>();
    private final Random random = new Random();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.parseLong(System.getenv().getOrDefault("SEEDS", "8")));
    }

    private long count(PollTarget target, Instant from, Instant to, Instant asOf) {
        return sessions.entrySet().stream()
                .filter(device -> target.deviceId().map(device.getKey()::equals).orElse(true))
                .flatMap(device -> device.getValue().stream())
                .filter(at -> !at.isBefore(from) && at.isBefore(to) && !at.isAfter(asOf))
                .count();
    }

    /** The buckets of TRRO that touch the range, in any order and repeated, with a stray row now and then. */
    private StatisticsAnswer rows(PollTarget target, Instant from, Instant now, ZoneId zone) {
        StatisticInterval interval = target.interval();
        List<SessionStatistics> rows = new ArrayList<>();
        Instant start = interval.startOf(from, zone);
        while (!start.isAfter(now)) {
            Instant next = interval.next(start, zone);
            long sessionsOfBucket = count(target, start, next, now);
            if (sessionsOfBucket > 0) {
                rows.add(PolledPage.row(start, sessionsOfBucket));
                if (random.nextInt(5) == 0) {
                    rows.add(PolledPage.row(start, random.nextLong(sessionsOfBucket + 1)));
                }
            }
            start = next;
        }
        if (random.nextInt(10) == 0) {
            rows.add(PolledPage.row(now.minusSeconds(random.nextInt(100_000_000)), 1 + random.nextInt(50)));
        }
        Collections.shuffle(rows, random);
        return new StatisticsAnswer("r", rows, Optional.of(now));
    }

    private void someSessions(Instant until, int devices) {
        for (int device = 1; device <= devices; device++) {
            List<Instant> begun = sessions.computeIfAbsent("d" + device, any -> new ArrayList<>());
            for (int i = random.nextInt(200); i > 0; i--) {
                begun.add(BEGIN.plusSeconds(
                        random.nextLong(Duration.between(BEGIN, until).toSeconds())));
            }
        }
    }

    private static PollTarget target(Random random) {
        StatisticInterval interval = List.of(StatisticInterval.values()).get(random.nextInt(3));
        int device = random.nextInt(3);
        return device == 0 ? PolledPage.project(interval) : PolledPage.device("d" + device, interval);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyFigureIsOfTheWindowThatThePageNames(long seed) {
        random.setSeed(seed);
        String zone = CONFIGURED.get(random.nextInt(CONFIGURED.size()));
        ZoneId ofTrro = ZoneId.of(OF_TRRO.get(random.nextInt(OF_TRRO.size())));
        Instant end = BEGIN.plus(Duration.ofDays(12));
        someSessions(end, 2);
        PolledPage page = new PolledPage(zone, BEGIN.toString());
        int shown = 0;

        while (page.time.now().isBefore(end)) {
            page.time.advance(Duration.ofSeconds(random.nextInt(1800)));
            PollTarget target = target(random);
            Instant now = page.time.now();
            page.answer(target, query -> rows(target, query.from(), now, ofTrro));
            asked.put(target, now);

            shown += check(page, "seed " + seed + ": " + zone + ", TRRO in " + ofTrro + ", " + now);
        }

        assertThat(shown).as("seed %d: %s, TRRO in %s", seed, zone, ofTrro).isPositive();
    }

    private int check(PolledPage page, String context) {
        int shown = 0;
        for (PollTarget target : asked.keySet()) {
            for (Window window : Window.values()) {
                Optional<Long> value = page.sessions(target, window);
                if (value.isPresent()) {
                    Instant from = page.start(target.interval(), window);
                    Instant to = page.end(target.interval(), window);
                    assertThat(value.get())
                            .as("%s: %s %s, %s to %s", context, target, window, from, to)
                            .isEqualTo(count(target, from, to, asked.get(target)));
                    shown++;
                }
            }
        }
        return shown;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsCompleteBeforeItsEndWhateverTheClockSays(long seed) {
        random.setSeed(seed);
        PolledPage page = new PolledPage("Asia/Shanghai", BEGIN.toString());
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        Instant end = BEGIN.plus(Duration.ofDays(6));
        someSessions(end, 2);
        Instant truth = BEGIN;
        long skewSeconds = 0;

        while (truth.isBefore(end)) {
            Duration step = Duration.ofSeconds(random.nextInt(600));
            truth = truth.plus(step);
            page.time.advance(step);
            if (random.nextInt(10) == 0) {
                skewSeconds = random.nextBoolean() ? random.nextInt(600) - 300 : random.nextInt(20_000) - 10_000;
                page.time.setWallClock(truth.plusSeconds(skewSeconds));
            }
            assertNothingOpenIsComplete(page, truth, seed);
            PollTarget target = target(random);
            Instant now = truth;
            if (Math.abs(skewSeconds) > 300) {
                page.refuse(target, "AuthFailure.SignatureExpire");
            } else {
                page.answer(target, query -> rows(target, query.from(), now, zone));
            }
            assertNothingOpenIsComplete(page, truth, seed);
        }
    }

    private static void assertNothingOpenIsComplete(PolledPage page, Instant truth, long seed) {
        for (StatisticInterval interval : StatisticInterval.values()) {
            for (PollTarget target : List.of(PolledPage.project(interval), PolledPage.device("d1", interval))) {
                if (page.sessions(target, Window.PREVIOUS).isPresent()) {
                    assertThat(page.end(interval, Window.PREVIOUS))
                            .as("seed %d: %s at %s", seed, target, truth)
                            .isBeforeOrEqualTo(truth.plusSeconds(1));
                }
            }
        }
    }
}
