package trro.exporter.endtoend;

import java.util.Locale;
import trro.exporter.support.RawServer;

/** One way in which the line to TRRO, or something that answers in its place, can fail. */
enum LineFault {
    REFUSED("Network", ""),
    RESET("Network", ""),
    BLACK_HOLE("Timeout", ""),
    BYTE_BY_BYTE("Timeout", RawServer.ok(" ".repeat(1000))),
    SLOW("Timeout", RawServer.ok("{}")),
    HALF_AN_ANSWER("Network", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Response\":{\"SessionSta"),
    ENDLESS("Malformed", "HTTP/1.1 200 OK\r\n\r\n"),
    WRONG_JSON("Malformed", RawServer.ok("{\"Response\":{\"SessionStatistics\":[{]}}")),
    WRONG_TYPES("Malformed", RawServer.ok("{\"Response\":{\"SessionStatistics\":\"none\",\"RequestId\":\"r\"}}")),
    NULLS("Malformed", RawServer.ok("{\"Response\":{\"SessionStatistics\":[null],\"RequestId\":null}}")),
    HTML("Network", RawServer.ok("<html>please log in</html>")),
    REDIRECT("Network", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
    SERVER_ERROR("Network", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy");

    private final String code;
    private final String answer;

    LineFault(String code, String answer) {
        this.code = code;
        this.answer = answer;
    }

    /** The label by which the page counts it. */
    String code() {
        return code;
    }

    /** The beginning of what is sent in TRRO's place, status line included. */
    String answer() {
        return answer;
    }

    /** The project that a test puts at the end of the line. */
    String projectId() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
