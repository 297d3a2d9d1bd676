package trro.exporter.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import trro.exporter.support.RawServer;

/** A server on loopback that lets clients wait between accept and TLS handshake, and answers {} to everything. */
final class SlowTlsServer implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Path store;
    private final ServerSocket listener;
    private final Runnable beforeHandshake;

    /** @param folder gets its key and certificate */
    SlowTlsServer(Path folder, Runnable beforeHandshake) throws IOException, GeneralSecurityException {
        store = folder.resolve("server.p12");
        this.beforeHandshake = beforeHandshake;
        makeCertificate();
        listener = context().getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "slow-tls-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void makeCertificate() throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = "-genkeypair -alias server -keyalg EC -dname CN=localhost -ext SAN=ip:127.0.0.1"
                + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + store;
        try {
            int code = new ProcessBuilder((keytool + " " + arguments).split(" ", -1))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("keytool ended with " + code);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(store.toFile())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A client that trusts its certificate. */
    HttpTransport trustingTransport() throws IOException, GeneralSecurityException {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(context());
        try {
            HttpTransport transport = HttpTransport.create(Map.of());
            HttpRequest refused =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:1")).build();
            assertThatThrownBy(() -> transport.exchange(refused)).isInstanceOf(ApiException.class); // makes the client
            return transport;
        } finally {
            SSLContext.setDefault(before);
        }
    }

    URI uri() {
        return URI.create("https://127.0.0.1:" + listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket connection = listener.accept()) {
                beforeHandshake.run();
                InputStream in = connection.getInputStream(); // the first read shakes hands
                StringBuilder request = new StringBuilder();
                while (!request.toString().endsWith("{}")) {
                    request.append((char) in.read());
                }
                connection.getOutputStream().write(RawServer.ok("{}").getBytes(ISO_8859_1));
                in.read(); // until the client leaves
            } catch (IOException e) {
                // the client left, or the test is over
            }
        }
    }
}
