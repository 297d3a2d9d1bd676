package trro.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trro.exporter.model.Secret;

class Tc3SignerTest {

    /** The worked example of the vendor's page; 2019-02-25 in UTC is already the 26th in China. */
    @Nested
    class PublishedVector {

        private final Secret key = new Secret("*".repeat(32));
        private final Instant timestamp = Instant.ofEpochSecond(1551113065);
        private final byte[] body = utf8(
                "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": \"instance-name\"}]}");
        private final Map<String, String> headers = Map.of(
                "content-type",
                "application/json; charset=utf-8",
                "host",
                "cvm.tencentcloudapi.com",
                "x-tc-action",
                "DescribeInstances");

        @Test
        void bodyHash() {
            assertThat(Tc3Signer.sha256(body))
                    .isEqualTo("35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064");
        }

        @Test
        void canonicalRequest() {
            String request = Tc3Signer.canonicalRequest(headers, body);

            assertThat(request).isEqualTo("""
                            POST
                            /

                            content-type:application/json; charset=utf-8
                            host:cvm.tencentcloudapi.com
                            x-tc-action:describeinstances

                            content-type;host;x-tc-action
                            35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064""");
            assertThat(Tc3Signer.sha256(utf8(request)))
                    .isEqualTo("7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84");
        }

        @Test
        void stringToSign() {
            assertThat(Tc3Signer.stringToSign(timestamp, "cvm", Tc3Signer.canonicalRequest(headers, body)))
                    .isEqualTo("""
                            TC3-HMAC-SHA256
                            1551113065
                            2019-02-25/cvm/tc3_request
                            7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84""");
        }

        @Test
        void signingKey() {
            assertThat(hex(Tc3Signer.signingKey(key, timestamp, "cvm")))
                    .isEqualTo("b596b923aad85185e2d1f6659d2a062e0a86731226e021e61bfe06f7ed05f5af");
        }

        @Test
        void authorization() {
            Credentials credentials = new Credentials(new Secret("AKID" + "*".repeat(32)), key, Optional.empty());

            assertThat(Tc3Signer.authorization(credentials, timestamp, "cvm", headers, body))
                    .isEqualTo("TC3-HMAC-SHA256 Credential=AKID********************************"
                            + "/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, "
                            + "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, trro.intl.tencentcloudapi.com, false,"
                + " 0e60753d3a04a75668274ee1a2c6b0fb4c24e07c11c3ce0231dbc8240e2c2573",
        "application/json, trro.intl.tencentcloudapi.com, true,"
                + " 33fb1843e8f3cbce3fa5c6902832596ddc258ff84e644fa627d35142020dbd70",
        "application/json; charset=utf-8, trro.intl.tencentcloudapi.com, false,"
                + " c970b9c2ebee77b62cfa21051bf28d7044e8cc41bfe280e0dec2db77b4b0fd1d",
        "application/json; charset=utf-8, trro.intl.tencentcloudapi.com, true,"
                + " 11ea0255b91d3ea9dafc237926c818d4f9684ec0ee76b290ff702f9c8d327f9f",
        "application/json; charset=utf-8, trro.tencentcloudapi.com, false,"
                + " 11c68ebfd1e6fe7a6728a7f60f71c2793e68f265728957f7e2098cdc571110f9"
    })
    void signsForTrro(String contentType, String host, boolean withAction, String signature) {
        assertThat(signTrro(contentType, host, withAction, 1661166000)).isEqualTo(signature);
    }

    @Test
    void theDateChangesAtMidnightUtc() {
        assertThat(Tc3Signer.scope(Instant.ofEpochSecond(1661212799), "trro")).isEqualTo("2022-08-22/trro/tc3_request");
        assertThat(Tc3Signer.scope(Instant.ofEpochSecond(1661212800), "trro")).isEqualTo("2022-08-23/trro/tc3_request");
    }

    @ParameterizedTest
    @CsvSource({"tr-TR, Asia/Shanghai", "ar-SA-u-nu-arab, Pacific/Kiritimati", "th-TH-u-ca-buddhist, Pacific/Pago_Pago"
    })
    void localeAndZoneOfTheMachineDoNotMatter(String locale, String zone) {
        Locale localeBefore = Locale.getDefault();
        TimeZone zoneBefore = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(locale));
            TimeZone.setDefault(TimeZone.getTimeZone(zone));

            assertThat(signTrro("APPLICATION/JSON", "TRRO.INTL.TENCENTCLOUDAPI.COM", true, 1661166000))
                    .isEqualTo("33fb1843e8f3cbce3fa5c6902832596ddc258ff84e644fa627d35142020dbd70");
            assertThat(Tc3Signer.scope(Instant.ofEpochSecond(1661212799), "trro"))
                    .isEqualTo("2022-08-22/trro/tc3_request");
        } finally {
            Locale.setDefault(localeBefore);
            TimeZone.setDefault(zoneBefore);
        }
    }

    @Test
    void headersAreSortedAndTrimmedWhateverTheirOrderAndCase() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-TC-Action", " DescribeSessionStatisticsByInterval ");
        headers.put("Host", "trro.intl.tencentcloudapi.com");
        headers.put("Content-Type", "application/json");

        assertThat(Tc3Signer.signature(
                        new Secret("test-secret-key"),
                        Instant.ofEpochSecond(1661166000),
                        Tc3Signer.TRRO,
                        headers,
                        trroBody()))
                .isEqualTo("33fb1843e8f3cbce3fa5c6902832596ddc258ff84e644fa627d35142020dbd70");
    }

    private static String signTrro(String contentType, String host, boolean withAction, long epochSecond) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("content-type", contentType, "host", host));
        if (withAction) {
            headers.put("x-tc-action", "DescribeSessionStatisticsByInterval");
        }
        return Tc3Signer.signature(
                new Secret("test-secret-key"), Instant.ofEpochSecond(epochSecond), Tc3Signer.TRRO, headers, trroBody());
    }

    private static byte[] trroBody() {
        return utf8(
                "{\"ProjectId\":\"proj-1\",\"StatisticInterval\":\"hour\",\"StartTime\":1661151600,\"EndTime\":1661166000}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
