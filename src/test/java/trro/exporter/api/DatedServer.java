package trro.exporter.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** A server with a Date of the test's choice, which the JDK's own server does not allow; it answers one request. */
final class DatedServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final String date;
    private final String body;

    DatedServer(String date, String body) throws IOException {
        this.date = date;
        this.body = body;
        new Thread(this::answer, "dated-server").start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void answer() {
        try (Socket client = socket.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1))) {
            int length = 0;
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring("content-length:".length()).strip());
                }
            }
            in.read(new char[length]);
            String head = "HTTP/1.1 200 OK\r\nDate: " + date + "\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n";
            client.getOutputStream().write((head + body).getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the test's own server failed", e);
        }
    }
}
