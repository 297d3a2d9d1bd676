package trro.exporter.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A TCP line from an exporter to a stand-in, which passes bytes on in both ways until a test breaks it. */
final class FaultyLine implements AutoCloseable {

    private final URI upstream;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile ServerSocket listener;
    private volatile Optional<LineFault> fault = Optional.empty();
    private volatile Optional<SSLContext> tls = Optional.empty();

    FaultyLine(URI upstream) {
        this.upstream = upstream;
        listener = listen(0);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on it fails like this, on connections that are open too. */
    void breakWith(LineFault newFault) {
        fault = Optional.of(newFault);
        if (newFault == LineFault.REFUSED) {
            close(listener);
        }
        cut();
    }

    /** From now on it passes everything on. */
    void heal() {
        fault = Optional.empty();
        if (listener.isClosed()) {
            listener = listen(listener.getLocalPort());
        }
        cut();
    }

    /** From now on it ends TLS with the certificate of this context. */
    void serveTls(SSLContext context) {
        tls = Optional.of(context);
        cut();
    }

    @Override
    public void close() {
        over.countDown();
        close(listener);
        cut();
        threads.shutdownNow();
    }

    private void cut() {
        open.forEach(FaultyLine::close);
    }

    private ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            threads.execute(() -> acceptAll(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll(ServerSocket socket) {
        try {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // the line is closed
        }
    }

    private void serve(Socket accepted) {
        try (Socket client = tls.isPresent() ? secured(accepted, tls.get()) : accepted) {
            if (fault.isPresent()) {
                answer(client, fault.get());
            } else {
                passOn(client);
            }
        } catch (IOException e) {
            // the client left, or the line was cut
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(accepted);
        }
    }

    private static Socket secured(Socket accepted, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, "", 0, true);
        socket.setUseClientMode(false);
        return socket;
    }

    private void passOn(Socket client) throws IOException {
        try (Socket server = new Socket(upstream.getHost(), upstream.getPort())) {
            threads.execute(() -> {
                try (server) {
                    client.getInputStream().transferTo(server.getOutputStream());
                } catch (IOException e) {
                    // one of the two left
                }
            });
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private void answer(Socket client, LineFault how) throws IOException, InterruptedException {
        InputStream in = client.getInputStream();
        in.read(); // something was asked
        in.skipNBytes(in.available());
        OutputStream out = client.getOutputStream();
        switch (how) {
            case RESET -> client.setSoLinger(true, 0);
            case REFUSED, BLACK_HOLE -> over.await();
            case BYTE_BY_BYTE -> {
                for (byte one : how.answer().getBytes(ISO_8859_1)) {
                    out.write(one);
                    over.await(20, TimeUnit.MILLISECONDS);
                }
            }
            case SLOW -> {
                over.await(3, TimeUnit.SECONDS);
                out.write(how.answer().getBytes(ISO_8859_1));
            }
            case ENDLESS -> {
                out.write(how.answer().getBytes(ISO_8859_1));
                while (true) {
                    out.write(new byte[8192]);
                }
            }
            case HALF_AN_ANSWER, WRONG_JSON, WRONG_TYPES, NULLS, HTML, REDIRECT, SERVER_ERROR -> {
                out.write(how.answer().getBytes(ISO_8859_1));
                client.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream()); // else what was not read resets the connection
            }
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
