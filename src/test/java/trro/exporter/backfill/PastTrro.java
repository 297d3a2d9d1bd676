package trro.exporter.backfill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Question;
import trro.exporter.support.Reply;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.time.SystemTime;

/** A TRRO over HTTP that is not ours and has the past of {@link PastApi}, and backfills of it in their processes. */
final class PastTrro implements AutoCloseable {

    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final StandInTrro trro = new StandInTrro(new SystemTime());

    PastTrro() {
        trro.answer("p", PastTrro::reply);
    }

    private static Reply reply(Question question) {
        StatisticInterval interval =
                StatisticInterval.valueOf(question.interval().toUpperCase(Locale.ROOT));
        PollTarget target = new PollTarget("p", question.deviceId(), interval);
        List<String> rows = new ArrayList<>();
        Instant start = PastApi.start(interval, Instant.ofEpochSecond(question.from()), ZONE);
        while (start.getEpochSecond() <= question.to()) {
            long sessions = PastApi.sessions(target, start);
            if (sessions > 0) {
                rows.add(Reply.row(start.getEpochSecond(), sessions));
            }
            start = PastApi.next(interval, start, ZONE);
        }
        return Reply.rows(rows.toArray(String[]::new));
    }

    /** Starts a backfill of a project and two devices. */
    ChildProcess backfill(Path folder, List<String> options) throws IOException {
        Path config = Files.writeString(folder.resolve("trro.yml"), """
                time_zone: Europe/Berlin
                accounts:
                  - endpoint: %s
                    requests_per_second: 1
                    projects:
                      - id: p
                        devices: [d1, d2]
                """.formatted(trro.uri()));
        List<String> args = new ArrayList<>(List.of("backfill", "--config.file=" + config, "--requests-per-second=19"));
        args.addAll(options);
        return ChildProcess.ofMain(folder, StandInKey.PERMANENT.environment(), args.toArray(String[]::new));
    }

    int arrivals() {
        return trro.arrivals();
    }

    List<Question> questions() {
        return trro.questions();
    }

    List<String> refusals() {
        return trro.refusals();
    }

    @Override
    public void close() {
        trro.close();
    }
}
