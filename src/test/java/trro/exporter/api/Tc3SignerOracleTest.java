package trro.exporter.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import trro.exporter.model.Secret;

/**
 * The vendor's own SDK signs the same requests as we do, without any network.
 *
 * <p>It takes the time from the machine and the service from the host's first label, so time varies only as the test runs
 * (other instants stand in {@link Tc3SignerTest}) and hosts vary instead.
 */
class Tc3SignerOracleTest {

    private static final int REQUESTS = 1000;
    private static final String SUCCESS = "{\"Response\":{\"RequestId\":\"r-1\"}}";

    private final List<Request> captured = new ArrayList<>();

    @Test
    void agreesWithTheVendorsSdk() throws TencentCloudSDKException, IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < REQUESTS; i++) {
            Secret id = new Secret("AKID" + ascii(random, 32));
            Secret key = new Secret(ascii(random, 1 + random.nextInt(40)));
            String service = List.of("trro", "cvm", "sts").get(random.nextInt(3));
            String host = service
                    + List.of(".intl", "", ".ap-" + lowerCase(random)).get(random.nextInt(3)) + ".tencentcloudapi.com";
            String body =
                    "{\"ProjectId\":\"" + unicode(random) + "\",\"StartTime\":" + random.nextInt(2_000_000_000) + "}";

            Request request = signedBySdk(id, key, host, body);

            Instant timestamp = Instant.ofEpochSecond(Long.parseLong(header(request, "X-TC-Timestamp")));
            Map<String, String> headers =
                    Map.of("content-type", header(request, "Content-Type"), "host", header(request, "Host"));
            Credentials credentials = new Credentials(id, key, Optional.empty());
            assertThat(Tc3Signer.authorization(credentials, timestamp, service, headers, bytes(request)))
                    .as("request %d of seed %d", i, seed)
                    .isEqualTo(header(request, "Authorization"));
        }
        assertThat(captured).hasSize(REQUESTS);
    }

    private Request signedBySdk(Secret id, Secret key, String host, String body) throws TencentCloudSDKException {
        HttpProfile http = new HttpProfile();
        http.setEndpoint(host);
        http.setHttpClient(
                new OkHttpClient.Builder().addInterceptor(this::capture).build());
        CommonClient client = new CommonClient(
                "trro",
                "2022-03-25",
                new Credential(id.reveal(), key.reveal()),
                "ap-singapore",
                new ClientProfile(ClientProfile.SIGN_TC3_256, http));
        client.call("DescribeSessionStatisticsByInterval", body);
        return captured.get(captured.size() - 1);
    }

    private Response capture(Interceptor.Chain chain) {
        captured.add(chain.request());
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(MediaType.get("application/json"), SUCCESS))
                .build();
    }

    private static String header(Request request, String name) {
        return Objects.requireNonNull(request.header(name), name);
    }

    private static byte[] bytes(Request request) throws IOException {
        Buffer buffer = new Buffer();
        Objects.requireNonNull(request.body()).writeTo(buffer);
        return buffer.readByteArray();
    }

    private static String ascii(Random random, int length) {
        return random.ints(length, '!', '~' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String lowerCase(Random random) {
        return random.ints(8, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String unicode(Random random) {
        String text = random.ints(random.nextInt(60), 1, Character.MAX_CODE_POINT + 1)
                .filter(codePoint -> !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
