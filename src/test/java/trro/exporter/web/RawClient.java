package trro.exporter.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that writes HTTP by hand, plain or over TLS, and sees when the server ends its connection. */
final class RawClient {

    static final String PROBE = "GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n";
    static final String HEALTHY = "trro-exporter is healthy.\n";

    private RawClient() {}

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads until the answer to {@link #PROBE} is whole. */
    static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf(HEALTHY) < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                throw new IOException("ended after: " + answer);
            }
            answer.append((char) read);
        }
        return answer.toString();
    }

    /** Whether the server ends the connection before so many milliseconds without a byte. */
    static boolean ends(Socket socket, int patienceMillis) throws IOException {
        socket.setSoTimeout(patienceMillis);
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }
}
