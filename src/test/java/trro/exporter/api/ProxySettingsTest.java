package trro.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.RawServer;
import trro.exporter.support.ScriptedServer;

class ProxySettingsTest {

    private static final ProxySelector NO_PROPERTIES = new Fixed(Proxy.NO_PROXY);

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, http://proxy.example:3128, https://trro.tencentcloudapi.com, proxy.example:3128",
        "https_proxy, proxy.example:3128, https://trro.tencentcloudapi.com, proxy.example:3128",
        "HTTPS_PROXY, http://proxy.example/, https://trro.tencentcloudapi.com, proxy.example:80",
        "HTTPS_PROXY, http://proxy.example:3128, http://trro.tencentcloudapi.com, DIRECT",
        "HTTP_PROXY, http://proxy.example:3128, http://trro.tencentcloudapi.com, proxy.example:3128",
        "HTTPS_PROXY, HTTP://proxy.example:3128, https://trro.tencentcloudapi.com, proxy.example:3128",
        "HTTPS_PROXY, http://my_proxy.example:3128, https://trro.tencentcloudapi.com, my_proxy.example:3128",
        "HTTPS_PROXY, my_proxy, https://trro.tencentcloudapi.com, my_proxy:80",
        "HTTPS_PROXY, 'http://[fd00::1]:3128', https://trro.tencentcloudapi.com, fd00::1:3128",
        "HTTPS_PROXY, '', https://trro.tencentcloudapi.com, DIRECT"
    })
    void theEnvironmentNamesTheProxyOfAScheme(String name, String value, URI uri, String expected) {
        assertThat(chosen(Map.of(name, value), uri)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "tencentcloudapi.com, DIRECT",
        ".tencentcloudapi.com, DIRECT",
        "*.tencentcloudapi.com, DIRECT",
        "TRRO.TencentCloudAPI.com, DIRECT",
        "'a.example, tencentcloudapi.com:443', DIRECT",
        "*, DIRECT",
        "tencentcloudapi.com:8443, proxy.example:3128",
        "cloudapi.com, proxy.example:3128",
        "' , ', proxy.example:3128"
    })
    void noProxyExemptsNamesAndTheirSubdomains(String noProxy, String expected) {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", noProxy);

        assertThat(chosen(environment, URI.create("https://trro.tencentcloudapi.com:443")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:1",
                "http://127.0.0.1:1",
                "http://127.9.9.9",
                "http://[::1]:1",
                "http://169.254.0.23",
                "http://metadata.tencentyun.com"
            })
    void whatIsLocalIsNeverReachedByAProxy(URI uri) {
        ProxySettings settings = new ProxySettings(
                Map.of("HTTP_PROXY", "http://proxy.example:3128"), new Fixed(proxy("properties.example", 8080)));

        assertThat(settings.select(uri)).containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void javasSystemPropertiesComeFirst() {
        Proxy property = proxy("properties.example", 8080);
        ProxySettings settings =
                new ProxySettings(Map.of("HTTPS_PROXY", "http://proxy.example:3128"), new Fixed(property));

        assertThat(settings.select(URI.create("https://trro.tencentcloudapi.com")))
                .containsExactly(property);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "socks5://proxy.example:1080   | HTTPS_PROXY names a proxy that is spoken to by socks5, which is not"
                        + " supported; write http://host:port of an HTTP proxy",
                "https://proxy.example         | HTTPS_PROXY names a proxy that is spoken to by https, which is not"
                        + " supported; write http://host:port of an HTTP proxy",
                "http://me:pass@proxy.example  | HTTPS_PROXY has a user or a password, which is not supported; write"
                        + " http://host:port of a proxy that needs none",
                "me:p@ss@proxy.example         | HTTPS_PROXY has a user or a password, which is not supported; write"
                        + " http://host:port of a proxy that needs none",
                "http://proxy.example:99999    | HTTPS_PROXY has a port that is not from 1 to 65535; correct it",
                "http://proxy.example:port     | HTTPS_PROXY is not the address of a proxy; write http://host:port",
                "http://a b                    | HTTPS_PROXY is not the address of a proxy; write http://host:port",
                "http://                       | HTTPS_PROXY is not the address of a proxy; write http://host:port"
            })
    void aProxyThatCannotBeUsedIsReportedWithoutItsPassword(String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxySettings(Map.of("https_proxy", value), NO_PROPERTIES))
                .withMessage(message);
    }

    @Test
    void aCallGoesThroughTheProxy() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(ScriptedServer.json("by proxy"))) {
            HttpTransport transport =
                    HttpTransport.create(Map.of("http_proxy", proxy.uri().toString()));

            byte[] body = transport
                    .exchange(HttpRequest.newBuilder(URI.create("http://trro.invalid/"))
                            .GET()
                            .build())
                    .body();

            assertThat(body).asString().isEqualTo("by proxy");
            assertThat(proxy.received().get(0).path()).isEqualTo("http://trro.invalid/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://trro.invalid/", "http://trro.invalid/"})
    void aProxyThatWantsAPasswordSaysSo(URI uri) {
        String wanted = String.join(
                "\r\n",
                "HTTP/1.1 407 Proxy Authentication Required",
                "Proxy-Authenticate: Basic realm=\"x\"",
                "Content-Length: 0",
                "",
                "");
        try (RawServer proxy = new RawServer(wanted)) {
            String address = proxy.uri().toString();
            HttpTransport transport = HttpTransport.create(Map.of("http_proxy", address, "https_proxy", address));

            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() ->
                            transport.exchange(HttpRequest.newBuilder(uri).GET().build()))
                    .withMessage("the proxy to trro.invalid wants a password (HTTP 407), which is not supported; use a"
                            + " proxy that lets this machine through without one")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo("Network"))
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ApiException.Kind.NETWORK));
        }
    }

    @Test
    void aProxyThatIsDownIsANetworkFailure() {
        HttpTransport transport = HttpTransport.create(Map.of("http_proxy", "http://proxy.invalid:1"));

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> transport.exchange(HttpRequest.newBuilder(URI.create("http://trro.invalid/"))
                        .GET()
                        .build()))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ApiException.Kind.NETWORK));
    }

    private static String chosen(Map<String, String> environment, URI uri) {
        Proxy proxy = new ProxySettings(environment, NO_PROPERTIES).select(uri).get(0);
        return proxy.type() == Proxy.Type.DIRECT ? "DIRECT" : address(proxy);
    }

    private static String address(Proxy proxy) {
        InetSocketAddress address = (InetSocketAddress) Objects.requireNonNull(proxy.address());
        return address.getHostString() + ":" + address.getPort();
    }

    private static Proxy proxy(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    /** Java's own selector as if its system properties named one proxy for everything. */
    private static final class Fixed extends ProxySelector {

        private final Proxy proxy;

        Fixed(Proxy proxy) {
            this.proxy = proxy;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(proxy);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError("not expected");
        }
    }
}
