package trro.exporter.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** The server cannot listen where it was told to; the message says why and what to do next. */
public final class ListenException extends IOException {

    private static final long serialVersionUID = 1L;

    private ListenException(String message, IOException cause) {
        super(message, cause);
    }

    static ListenException of(ListenAddress asked, InetSocketAddress address, IOException cause) {
        return new ListenException("address " + asked + " " + why(asked, address, cause), cause);
    }

    static ListenException ofSystemd(IOException cause) {
        return new ListenException(
                "--web.systemd-socket: standard input is no socket that listens; give the service StandardInput=socket"
                        + " and its .socket unit one ListenStream, or use --web.listen-address",
                cause);
    }

    private static String why(ListenAddress asked, InetSocketAddress address, IOException cause) {
        InetAddress host = address.getAddress();
        if (host == null) {
            return "has an unknown host; correct the name \"" + asked.host() + "\" in --web.listen-address";
        }
        if (!isOfThisMachine(host)) {
            return "is not of this machine; use :" + asked.port() + " for all addresses in --web.listen-address";
        }
        if (String.valueOf(cause.getCause()).contains("Permission denied")) {
            return "needs more rights than this user has; choose a port above 1023 with --web.listen-address";
        }
        return "is in use; stop the other process or choose another with --web.listen-address";
    }

    private static boolean isOfThisMachine(InetAddress host) {
        try {
            return host.isAnyLocalAddress() || NetworkInterface.getByInetAddress(host) != null;
        } catch (SocketException e) {
            return true; // not known: the other reasons are more likely
        }
    }
}
