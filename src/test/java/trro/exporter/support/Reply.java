package trro.exporter.support;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An answer of a {@link StandInTrro}.
 *
 * @param delay before it says it; empty if it never does
 */
public record Reply(int status, String body, Optional<Duration> delay) {

    /** The connection stays open and nothing comes. */
    public static final Reply HANGS = new Reply(200, "", Optional.empty());

    /** Something that is not TRRO answers. */
    public static final Reply GARBAGE =
            new Reply(200, "<html>\0\u00ff{\"Response\": {\"SessionStatistics\": [", Optional.of(Duration.ZERO));

    /** One row: its start in Unix seconds, ten minutes for each session, three quarters of them not bad. */
    public static String row(long start, long sessions) {
        return "{\"ActiveFieldDeviceNum\":1,\"ActiveRemoteDeviceNum\":2,\"SessionNum\":%d,\"StartTime\":%d,\"EndTime\":%d,"
                        .formatted(sessions, start, start + 3600)
                + "\"TotalDuration\":%d,\"NotBadSessionRatio\":75}".formatted(10 * sessions);
    }

    public static Reply rows(String... rows) {
        return response("\"SessionStatistics\":[" + Stream.of(rows).collect(joining(",")) + "]");
    }

    /** An error as TRRO sends it, with HTTP 200. */
    public static Reply error(String code) {
        return response("\"Error\":{\"Code\":\"%s\",\"Message\":\"stand-in says no\"}".formatted(code));
    }

    public Reply after(Duration newDelay) {
        return new Reply(status, body, Optional.of(newDelay));
    }

    private static Reply response(String content) {
        return new Reply(
                200, "{\"Response\":{" + content + ",\"RequestId\":\"stand-in-1\"}}", Optional.of(Duration.ZERO));
    }
}
