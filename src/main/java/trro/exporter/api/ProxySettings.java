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
import java.util.regex.Pattern;

/**
 * The choice of the proxy to a host: Java's system properties first, then HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the
 * environment in either case. No proxy is used to hosts on this machine or beside it (loopback, the metadata service).
 */
final class ProxySettings extends ProxySelector {

    private static final int DEFAULT_PORT = 80;
    private static final Pattern LOCAL = Pattern.compile(
            "(.*\\.)?localhost|127(\\.[0-9]{1,3}){3}|::1" + "|169\\.254(\\.[0-9]{1,3}){2}|metadata\\.tencentyun\\.com");

    private final Map<String, String> environment;
    private final ProxySelector systemProperties;

    /** @throws IllegalArgumentException if a proxy of the environment is not an address that can be used */
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
        return variable(name).map(value -> {
            Optional<InetSocketAddress> address = address(value);
            // The value may hold a password: it is not shown.
            return new Proxy(
                    Proxy.Type.HTTP,
                    address.orElseThrow(() -> new IllegalArgumentException(name.toUpperCase(Locale.ROOT)
                            + " is not the address of an HTTP proxy;"
                            + " write http://host:port without user and password")));
        });
    }

    private static Optional<InetSocketAddress> address(String value) {
        try {
            URI uri = URI.create(value.contains("://") ? value : "http://" + value);
            boolean usable = "http".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            return usable ? Optional.of(InetSocketAddress.createUnresolved(uri.getHost(), port)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
