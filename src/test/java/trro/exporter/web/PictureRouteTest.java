package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to the picture that replicas keep: there for those who may read everything else, and for nobody else. */
class PictureRouteTest {

    private static final byte[] BYTES = {1, 0, -1};
    private static final String USERS =
            "basic_auth_users: { alice: $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK }";

    private record Fixed(Optional<byte[]> sealed) implements WebServer.Picture {

        @Override
        public boolean isOffered() {
            return true;
        }
    }

    @Test
    void aProgramWithoutReplicasDoesNotHaveIt() throws Exception {
        try (TestServer server = TestServer.start()) {
            assertThat(server.get("/-/picture").statusCode()).isEqualTo(404);
            assertThat(server.ask("HEAD", "/-/picture").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void whoDoesNotLeadHasNone() throws Exception {
        try (TestServer server = TestServer.start()) {
            server.picture = new Fixed(Optional.empty());

            HttpResponse<String> answer = server.get("/-/picture");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("this replica does not lead; ask the one that does\n");
        }
    }

    @Test
    void whoLeadsGivesItsBytesToWhoeverHasThePassword(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.start(folder, USERS)) {
            server.picture = new Fixed(Optional.of(BYTES));
            String login = Base64.getEncoder().encodeToString("alice:U*U*".getBytes(StandardCharsets.UTF_8));

            assertThat(server.get("/-/picture").statusCode()).isEqualTo(401);
            HttpResponse<byte[]> answer = server.bytes("/-/picture", "Authorization", "Basic " + login);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(BYTES);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }
}
