package trro.exporter.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS, then HTTP/2 or HTTP/1.1 as client and configuration agree: each connection by the configuration of its time. */
final class TlsConnections {

    /** Requests of one connection at once: fewer make clients fail, says the standard. */
    private static final int MOST_STREAMS = 100;

    private TlsConnections() {}

    /** For a connector, the first of them for its connections. */
    static ConnectionFactory[] factories(Access access, HttpConfiguration http) {
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(MOST_STREAMS);
        ALPNServerConnectionFactory alpn = new Alpn(access);
        alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
        SslConnectionFactory tls = new SslConnectionFactory(new Engines(access), alpn.getProtocol());
        tls.setEnsureSecureRequestCustomizer(false); // it refuses names that the certificate does not have
        return new ConnectionFactory[] {new TlsOrRefused(tls), tls, alpn, http2, new HttpConnectionFactory(http)};
    }

    /** Whoever begins without TLS is told, as Go's servers do it; who speaks no HTTP either gets no answer. */
    private static final class TlsOrRefused extends DetectorConnectionFactory {

        private static final String REFUSAL = """
                HTTP/1.0 400 Bad Request\r
                Content-Type: text/plain; charset=utf-8\r
                Connection: close\r
                \r
                Client sent an HTTP request to an HTTPS server.
                """;

        TlsOrRefused(ConnectionFactory.Detecting tls) {
            super(tls);
        }

        @Override
        protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer beginning) {
            if (Character.isUpperCase(beginning.get(beginning.position()))) {
                Callback close = Callback.from(endPoint::close);
                endPoint.write(close, StandardCharsets.US_ASCII.encode(REFUSAL));
            } else {
                endPoint.close();
            }
        }
    }

    private static final class Alpn extends ALPNServerConnectionFactory {

        private final Access access;

        Alpn(Access access) {
            super();
            this.access = access;
        }

        @Override
        protected AbstractConnection newServerConnection(
                Connector connector,
                EndPoint endPoint,
                SSLEngine engine,
                List<String> protocols,
                String defaultProtocol) {
            List<String> offered = access.config().http2() ? protocols : List.of(defaultProtocol);
            return super.newServerConnection(connector, endPoint, engine, offered, defaultProtocol);
        }
    }

    private static final class Engines extends SslContextFactory.Server {

        private final Access access;

        Engines(Access access) {
            this.access = access;
            setRenegotiationAllowed(false);
        }

        @Override
        public SSLEngine newSSLEngine() {
            return newSSLEngine("", 0);
        }

        @Override
        public SSLEngine newSSLEngine(String host, int port) {
            return access.engines().engine(host, port);
        }
    }
}
