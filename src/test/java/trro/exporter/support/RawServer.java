package trro.exporter.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on loopback that gives its answers byte by byte as a test wrote them, the same ones on each connection, and
 * hangs up at the request after the last. One connection at a time.
 */
public final class RawServer implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    private final List<String> answers;
    private final ServerSocket listener;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile boolean hangsUp;

    public RawServer(String... answers) {
        this.answers = List.of(answers);
        try {
            listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** An answer of status 200. */
    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on hangs up after the last answer, whether another request comes or not. */
    public RawServer hangingUp() {
        hangsUp = true;
        return this;
    }

    /** Request line and headers of every request that was read as a whole. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket connection = listener.accept()) {
                for (String answer : answers) {
                    if (!read(connection.getInputStream())) {
                        break;
                    }
                    connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
                }
                if (!hangsUp) {
                    read(connection.getInputStream());
                }
            } catch (IOException e) {
                // the client left, or the test is over
            }
        }
    }

    private boolean read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        }
        heads.add(head.toString());
        return true;
    }
}
