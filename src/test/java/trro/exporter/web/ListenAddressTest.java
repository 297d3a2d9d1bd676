package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    :10205              | ''          | 10205
                    127.0.0.1:0         | 127.0.0.1   | 0
                    0.0.0.0:65535       | 0.0.0.0     | 65535
                    localhost:10205     | localhost   | 10205
                    my_host.example:80  | my_host.example | 80
                    [::1]:10205         | ::1         | 10205
                    [::]:10205          | ::          | 10205
                    """)
    void readsWhatPrometheusReads(String text, String host, int port) {
        ListenAddress address = ListenAddress.parse(text);

        assertThat(address).isEqualTo(new ListenAddress(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''           | the port is missing; write host:port, or :port for all addresses, for example :10205
                    10205        | the port is missing; write host:port, or :port for all addresses, for example :10205
                    localhost:   | the port is missing; write host:port, or :port for all addresses, for example :10205
                    [::1]        | the port is missing; write host:port, or :port for all addresses, for example :10205
                    ::1:10205    | put an IPv6 address in brackets, for example [::1]:10205
                    [::1         | write host:port, or :port for all addresses, for example :10205
                    [::1]10205   | write host:port, or :port for all addresses, for example :10205
                    :http        | "http" is not a port; use a number from 0 to 65535
                    :65536       | "65536" is not a port; use a number from 0 to 65535
                    :-1          | "-1" is not a port; use a number from 0 to 65535
                    :+80         | "+80" is not a port; use a number from 0 to 65535
                    :٨٠          | "٨٠" is not a port; use a number from 0 to 65535
                    :999999      | "999999" is not a port; use a number from 0 to 65535
                    'a b:80'     | "a b" is neither a host name nor an address; write host:port, or :port for all addresses, for example :10205
                    http//x:80   | "http//x" is neither a host name nor an address; write host:port, or :port for all addresses, for example :10205
                    [1.2.3.4]:80 | "1.2.3.4" is neither a host name nor an address; write host:port, or :port for all addresses, for example :10205
                    [::zz]:80    | "::zz" is neither a host name nor an address; write host:port, or :port for all addresses, for example :10205
                    """)
    void saysWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is not valid: " + why);
    }
}
