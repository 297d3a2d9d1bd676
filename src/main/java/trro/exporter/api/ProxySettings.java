package trro.exporter.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The choice of the proxy to a host: Java's system properties first, then HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the
 * environment in either case. No proxy is used to hosts on this machine or beside it (loopback, the metadata service).
 */
final class ProxySettings extends ProxySelector {

    private static final int DEFAULT_PORT = 80;
    private static final Pattern LOCAL = Pattern.compile(
            "(.*\\.)?localhost|127(\\.[0-9]{1,3}){3}|::1" + "|169\\.254(\\.[0-9]{1,3}){2}|metadata\\.tencentyun\\.com");

    /** Host names as they are used, underscores included, which {@link URI} refuses; IPv6 addresses in brackets. */
    private static final Pattern ADDRESS = Pattern.compile("(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20})://)?"
            + "(?:(?<user>[^/]*)@)?"
            + "(?<host>[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])"
            + "(?::(?<port>[0-9]{1,5}))?"
            + "/?");

    private final Map<String, String> environment;
    private final ProxySelector systemProperties;

    /**
     * Settings of an environment.
     *
     * @param environment as of {@link System#getenv()}
     * @throws IllegalArgumentException if a proxy is not an address that can be used; the message names the variable,
     *     says what is wrong and never shows a password
     */
    ProxySettings(Map<String, String> environment, ProxySelector systemProperties) {
        this.environment = Map.copyOf(environment);
        this.systemProperties = systemProperties;
        proxy("https");
        proxy("http");
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = host(uri);
        if (LOCAL.matcher(host).matches()) {
            return List.of(Proxy.NO_PROXY);
        }
        List<Proxy> system = systemProperties.select(uri);
        if (System.getProperty(uri.getScheme() + ".proxyHost") != null
                || system.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) {
            return system;
        }
        Optional<Proxy> proxy = isExempt(host, uri.getPort()) ? Optional.empty() : proxy(uri.getScheme());
        return List.of(proxy.orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The failure is reported by the call that met it.
    }

    private Optional<Proxy> proxy(String scheme) {
        String name = scheme + "_proxy";
        return variable(name).map(value -> new Proxy(Proxy.Type.HTTP, address(name.toUpperCase(Locale.ROOT), value)));
    }

    /** The value may hold a password, so no message shows more of it than the scheme. */
    private static InetSocketAddress address(String name, String value) {
        Matcher parts = ADDRESS.matcher(value);
        if (!parts.matches()) {
            throw new IllegalArgumentException(name + " is not the address of a proxy; write http://host:port");
        }
        String scheme = Optional.ofNullable(parts.group("scheme")).orElse("http");
        if (!scheme.equalsIgnoreCase("http")) {
            throw new IllegalArgumentException(name + " names a proxy that is spoken to by " + scheme
                    + ", which is not supported; write http://host:port of an HTTP proxy");
        }
        if (parts.group("user") != null) {
            throw new IllegalArgumentException(name + " has a user or a password, which is not supported; write"
                    + " http://host:port of a proxy that needs none");
        }
        int port =
                Optional.ofNullable(parts.group("port")).map(Integer::parseInt).orElse(DEFAULT_PORT);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(name + " has a port that is not from 1 to 65535; correct it");
        }
        return InetSocketAddress.createUnresolved(parts.group("host").replaceAll("^\\[|]$", ""), port);
    }

    /** NO_PROXY: names that stand for their subdomains, too, addresses, each with an optional port, or {@code *}. */
    private boolean isExempt(String host, int port) {
        return Arrays.stream(variable("no_proxy").orElse("").split("[,\\s]+"))
                .map(entry -> entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .map(entry -> entry.endsWith(":" + port) ? entry.substring(0, entry.lastIndexOf(':')) : entry)
                .anyMatch(entry -> entry.equals("*") || matches(host, entry));
    }

    private static boolean matches(String host, String name) {
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    private Optional<String> variable(String lowerCaseName) {
        String lower = environment.getOrDefault(lowerCaseName, "");
        String value = lower.isBlank() ? environment.getOrDefault(lowerCaseName.toUpperCase(Locale.ROOT), "") : lower;
        return value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    private static String host(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        return host.replaceAll("^\\[|]$", "");
    }
}
