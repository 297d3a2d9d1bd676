package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.model.Buckets;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.snapshot.Viewpoint;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FakeTrroApi;
import trro.exporter.support.Samples;
import trro.exporter.time.Moment;

/**
 * Answers of one target in, figures out, beside a model that knows all answers and is told nothing else: each figure is
 * found by going through them from the first one, instead of from one state to the next.
 */
class AnswersModelTest {

    private static final int SEQUENCES = Integer.parseInt(System.getenv().getOrDefault("SEQUENCES", "1500"));
    private static final int FIRST_SEED = Integer.parseInt(System.getenv().getOrDefault("FIRST_SEED", "0"));
    private static final List<String> ZONES = List.of(
            "Asia/Shanghai", "UTC", "Asia/Kolkata", "Europe/Berlin", "America/New_York", "Pacific/Chatham", "+05:45");

    /** One good answer. */
    private record Answer(Instant at, List<SessionStatistics> rows, boolean own) {}

    /** A sequence's conditions, and the model. */
    private record Model(StatisticInterval interval, ZoneId zone, Duration settleTime, Duration maxAge, Duration hold) {

        Buckets buckets(Instant at) {
            return Buckets.at(at, interval, zone);
        }

        Optional<SessionStatistics> figures(List<Answer> answers, Window window, Instant now) {
            Instant start = buckets(now).start(window);
            List<Answer> own = answers.stream().filter(Answer::own).toList();
            Optional<SessionStatistics> said = Optional.empty();
            Instant when = Instant.MIN;
            for (Answer answer : own) {
                Optional<SessionStatistics> row = largest(answer, start);
                boolean grows = row.isPresent()
                        && (said.isEmpty()
                                || row.get().sessions() >= said.get().sessions()
                                || Duration.between(when, answer.at()).compareTo(hold) > 0);
                if (grows) {
                    said = row;
                    when = answer.at();
                }
            }
            if (said.isEmpty() && !own.isEmpty()) {
                Answer latest = own.get(own.size() - 1);
                when = latest.at();
                said = meansNone(answers, latest, window, start)
                        ? Optional.of(SessionStatistics.none(start, start))
                        : said;
            }
            boolean young = said.isPresent() && Duration.between(when, now).compareTo(maxAge) <= 0;
            return young ? said : Optional.empty();
        }

        private Optional<SessionStatistics> largest(Answer answer, Instant start) {
            Buckets then = buckets(answer.at());
            boolean asked = start.equals(then.previousStart()) || start.equals(then.currentStart());
            return answer.rows().stream()
                    .filter(row -> asked && row.start().equals(start))
                    .max(Comparator.comparing(SessionStatistics::sessions)
                            .thenComparing(SessionStatistics::totalDuration));
        }

        private boolean meansNone(List<Answer> answers, Answer latest, Window window, Instant start) {
            Buckets then = buckets(latest.at());
            boolean sure = window == Window.CURRENT
                    ? answers.stream()
                            .anyMatch(any -> largest(any, buckets(any.at()).currentStart())
                                    .isPresent())
                    : !latest.at().isBefore(then.currentStart().plus(settleTime));
            return sure
                    && then.start(window).equals(start)
                    && latest.rows().stream().noneMatch(row -> isStray(row) && touches(row, then, window, latest.at()));
        }

        private boolean isStray(SessionStatistics row) {
            return !interval.startOf(row.start(), zone).equals(row.start());
        }

        private boolean touches(SessionStatistics row, Buckets then, Window window, Instant at) {
            Instant end = row.start().plus(interval.longest());
            return !row.start().isAfter(at)
                    && row.start().isBefore(then.end(window))
                    && end.isAfter(then.start(window))
                    && end.isAfter(then.previousStart());
        }
    }

    private final Random random = new Random();

    @Test
    void figuresAreThoseOfTheModel() throws Exception {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEQUENCES; seed++) {
            random.setSeed(seed);
            check(seed);
        }
    }

    private void check(int seed) throws InterruptedException {
        StatisticInterval interval = pick(List.of(StatisticInterval.values()));
        Duration poll = Duration.ofMinutes(1 + random.nextInt(40));
        Duration hold =
                poll.multipliedBy(3).compareTo(Duration.ofHours(1)) > 0 ? poll.multipliedBy(3) : Duration.ofHours(1);
        Duration maxAge = pick(List.of(Duration.ofHours(1), Duration.ofMinutes(7), Duration.ofDays(40)));
        Duration settleTime = Duration.ofMinutes(pick(List.of(0, 10, 45, 180)));
        Model model = new Model(interval, ZoneId.of(pick(ZONES)), settleTime, maxAge, hold);
        FakeTime time = new FakeTime(Instant.parse("2026-01-01T00:00:00Z")
                .plusSeconds(random.nextInt(360 * 86_400))
                .toString());
        PollTarget target = PollTarget.ofProject("p", interval);
        PollTarget neighbour = PollTarget.ofDevice("p", "d", interval);
        SnapshotStore store = new SnapshotStore(List.of(target, neighbour));
        FakeTrroApi api = new FakeTrroApi();
        StatisticsPoll asking = new StatisticsPoll(
                api,
                new StatisticsCalendar(model.zone(), settleTime),
                new PollPace(Map.of(interval, poll), Map.of(interval, poll)),
                store,
                new EndpointHabits(),
                oddRows -> {},
                time);
        RateLimiter limiter = new RateLimiter(20, new FakeTime("2026-01-01T00:00:00Z"));
        List<Answer> answers = new ArrayList<>();
        int steps = 2 + random.nextInt(14);
        for (int step = 0; step < steps; step++) {
            boolean own = random.nextInt(5) > 0;
            List<SessionStatistics> rows = rows(model, time.now());
            if (random.nextInt(8) == 0) {
                api.fail(ApiException.Kind.NETWORK, "Timeout");
            } else {
                api.answer(query -> new StatisticsAnswer("r", rows));
                answers.add(new Answer(time.now(), rows, own));
            }
            try {
                asking.run(own ? target : neighbour, limiter.acquire());
            } catch (ApiException e) {
                // as if nothing had been said
            }
            for (int look = 0; look < 3; look++) {
                for (Window window : Window.values()) {
                    Viewpoint view = Viewpoint.of(store.current(), interval, model.zone(), Moment.now(time), maxAge);
                    assertThat(store.latest(target)
                                    .flatMap(latest -> latest.in(window, view))
                                    .map(AnswersModelTest::text))
                            .as(
                                    "seed %d, step %d: %s %s at %s after %s",
                                    seed, step, model, window, time.now(), answers)
                            .isEqualTo(
                                    model.figures(answers, window, time.now()).map(AnswersModelTest::text));
                }
                time.advance(pause(model));
            }
        }
    }

    private Duration pause(Model model) {
        long longest = model.interval().longest().toSeconds();
        return Duration.ofSeconds(
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(60);
                    case 1 -> random.nextInt(2400);
                    case 2 -> random.nextLong(longest);
                    default -> 0;
                });
    }

    /** Rows of the latest buckets, some repeated, some of none, some of no bucket at all. */
    private List<SessionStatistics> rows(Model model, Instant now) {
        List<SessionStatistics> rows = new ArrayList<>();
        Instant start = model.buckets(now).currentStart();
        for (int bucket = 0; bucket < 4; bucket++) {
            for (int i = random.nextInt(3); i > 0; i--) {
                rows.add(row(start));
            }
            start = model.interval().previous(start, model.zone());
        }
        if (random.nextInt(6) == 0) {
            long longest = model.interval().longest().toSeconds();
            Instant stray = now.plusSeconds(random.nextLong(4 * longest) - 3 * longest);
            rows.add(row(Instant.ofEpochSecond(stray.getEpochSecond() / 900 * 900 + 7))); // of no calendar on Earth
        }
        Collections.shuffle(rows, random);
        return rows;
    }

    private SessionStatistics row(Instant start) {
        long sessions = random.nextInt(6);
        return Samples.statistics(start, start, sessions, Duration.ofMinutes(random.nextInt(5)), 1, 1, 1);
    }

    private static String text(SessionStatistics figures) {
        return figures.sessions() + " sessions, " + figures.totalDuration();
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
