package trro.exporter.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address to listen on, written as Prometheus does.
 *
 * @param host a name or address of this machine, without brackets; empty for all of its addresses
 * @param port 0 to 65535; 0 lets the system choose
 */
public record ListenAddress(String host, int port) {

    private static final int HIGHEST_PORT = 65_535;
    private static final String FORM = "write host:port, or :port for all addresses, for example :10205";
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[(?<host>[^\\[\\]]*)](?::(?<port>.*))?");
    private static final Pattern PLAIN = Pattern.compile("(?<host>[^:]*)(?::(?<port>[^:]*))?");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

    /**
     * Reads {@code :10205}, {@code 127.0.0.1:0}, {@code localhost:10205} or {@code [::1]:10205}.
     *
     * @throws IllegalArgumentException if it is none of these; the message names the next step
     */
    public static ListenAddress parse(String text) {
        boolean inBrackets = text.startsWith("[");
        Matcher parts = (inBrackets ? IN_BRACKETS : PLAIN).matcher(text);
        if (!parts.matches()) {
            throw wrong(text, inBrackets ? FORM : "put an IPv6 address in brackets, for example [::1]:10205");
        }
        String port = parts.group("port");
        if (port == null || port.isEmpty()) {
            throw wrong(text, "the port is missing; " + FORM);
        }
        String host = parts.group("host");
        if (inBrackets
                ? !isIpv6(host)
                : !host.isEmpty() && !HOST_NAME.matcher(host).matches()) {
            throw wrong(text, "\"" + host + "\" is neither a host name nor an address; " + FORM);
        }
        return new ListenAddress(host, port(text, port));
    }

    private static int port(String text, String port) {
        // Digits only: Integer.parseInt would also take a sign and digits of other scripts.
        if (port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= HIGHEST_PORT) {
            return Integer.parseInt(port);
        }
        throw wrong(text, "\"" + port + "\" is not a port; use a number from 0 to 65535");
    }

    private static boolean isIpv6(String host) {
        try {
            return host.contains(":") && InetAddress.getByName("[" + host + "]") != null; // asks no name server
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("\"" + text + "\" is not valid: " + why);
    }

    /** May ask a name server. Unresolved if the host is not known. */
    InetSocketAddress resolve() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
