package trro.exporter.backfill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.backfill.PastApi.Habit;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Permits;
import trro.exporter.support.Question;
import trro.exporter.support.Reply;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.time.SystemTime;

/**
 * TRROs over HTTP that are not ours and have the past of {@link PastApi}, one for each project, and backfills of it in
 * their processes.
 */
final class PastTrro implements AutoCloseable {

    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final Map<String, StandInTrro> trros = new LinkedHashMap<>(); // by project
    private volatile int lastCall = Integer.MAX_VALUE;
    private volatile Runnable end = () -> {};

    PastTrro() {
        this(Map.of("p", Habit.TELLS_ALL));
    }

    /** @param habits by the project's id */
    PastTrro(Map<String, Habit> habits) {
        habits.forEach((project, habit) -> {
            StandInTrro trro = new StandInTrro(new SystemTime());
            PastApi past = new PastApi(ZONE, habit);
            trro.answer(project, question -> {
                if (arrivals() >= lastCall) {
                    end.run();
                    return Reply.HANGS;
                }
                return reply(past, question);
            });
            trros.put(project, trro);
        });
    }

    private static Reply reply(PastApi past, Question question) {
        StatisticInterval interval =
                StatisticInterval.valueOf(question.interval().toUpperCase(Locale.ROOT));
        StatisticsQuery query = new StatisticsQuery(
                new PollTarget(question.projectId(), question.deviceId(), interval),
                Instant.ofEpochSecond(question.from()),
                Instant.ofEpochSecond(question.to()));
        synchronized (past) {
            try {
                return Reply.rows(past.sessionStatistics(query, Permits.one()).rows().stream()
                        .map(row -> Reply.row(row.start().getEpochSecond(), row.sessions()))
                        .toArray(String[]::new));
            } catch (ApiException e) {
                return Reply.error(e.code());
            }
        }
    }

    /** Starts a backfill of each project and two devices of it. */
    ChildProcess backfill(Path folder, List<String> options) throws IOException {
        StringBuilder config = new StringBuilder("time_zone: Europe/Berlin\naccounts:\n");
        trros.forEach((project, trro) -> config.append("""
              - name: of-%1$s
                endpoint: %2$s
                requests_per_second: 1
                projects: [{ id: %1$s, devices: [d1, d2] }]
            """.formatted(project, trro.uri())));
        Path file = Files.writeString(folder.resolve("trro.yml"), config);
        List<String> args = new ArrayList<>(List.of("backfill", "--config.file=" + file, "--requests-per-second=19"));
        args.addAll(options);
        return ChildProcess.ofMain(folder, StandInKey.PERMANENT.environment(), args.toArray(String[]::new));
    }

    /** After so many calls more, of which the last one gets no answer, {@code event} happens. */
    void after(int calls, Runnable event) {
        end = event;
        lastCall = arrivals() + calls;
    }

    /** From now on every call is answered again. */
    void answerAll() {
        lastCall = Integer.MAX_VALUE;
    }

    int arrivals() {
        return trros.values().stream().mapToInt(StandInTrro::arrivals).sum();
    }

    List<Question> questions() {
        return trros.values().stream()
                .flatMap(trro -> trro.questions().stream())
                .toList();
    }

    List<String> refusals() {
        return trros.values().stream().flatMap(trro -> trro.refusals().stream()).toList();
    }

    @Override
    public void close() {
        trros.values().forEach(StandInTrro::close);
    }
}
