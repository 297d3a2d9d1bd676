package trro.exporter.web;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The socket that systemd opened and listens on already. Java can take over standard input alone, so the service needs
 * {@code StandardInput=socket}, and one socket is all it can have.
 */
final class SystemdSocket {

    private SystemdSocket() {}

    /** @throws ListenException if standard input is no such socket; the message says how to make it one */
    static void open(ServerConnector connector) throws ListenException {
        try {
            Channel inherited = System.inheritedChannel();
            if (!(inherited instanceof ServerSocketChannel socket)) {
                throw new IOException("no listening socket");
            }
            connector.open(socket);
        } catch (IOException e) {
            throw ListenException.ofSystemd(e);
        }
    }
}
