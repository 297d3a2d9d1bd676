package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetricsEndpointTest {

    private TestServer server;

    @BeforeEach
    void start() throws ListenException {
        server = TestServer.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesTheMetricsAsTheyAre() throws Exception {
        HttpResponse<String> response = server.get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(FakeExposition.METRICS);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.headers().firstValue("Vary")).hasValue("Accept-Encoding, Accept");
        assertThat(response.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void choosesTheFormatByAccept() throws Exception {
        HttpResponse<String> response = server.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");

        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(server.exposition.requests())
                .containsExactly(new ScrapeRequest(
                        Optional.of("application/openmetrics-text;version=1.0.0"), List.of(), Optional.empty()));
    }

    @Test
    void compressesForThoseWhoAllowIt() throws Exception {
        HttpResponse<byte[]> response = server.bytes("/metrics", "Accept-Encoding", "gzip");

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(response.body().length);
        assertThat(response.headers().firstValue("Vary")).hasValue("Accept-Encoding, Accept");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())))
                .hasBinaryContent(FakeExposition.METRICS.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void joinsSeveralHeadersOfOneName() throws Exception {
        HttpResponse<byte[]> response = server.bytes(
                "/metrics", "Accept-Encoding", "gzip;q=0", "Accept-Encoding", "*", "Accept", "a/b", "Accept", "c/d");

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(server.exposition.requests().get(0).accept()).hasValue("a/b,c/d");
    }

    @Test
    void passesTheFiltersOn() throws Exception {
        server.get("/metrics?name%5b%5d=trro_up&name%5B%5D=a%20b&project=%C3%BC");

        assertThat(server.exposition.requests())
                .containsExactly(new ScrapeRequest(Optional.empty(), List.of("trro_up", "a b"), Optional.of("ü")));
    }

    @Test
    void takesBareBracketsInAQuery() throws Exception {
        server.raw("GET /metrics?name[]=x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(server.exposition.requests().get(0).names()).containsExactly("x");
    }

    @Test
    void aBlankProjectIsNotTheSameAsNone() throws Exception {
        server.get("/metrics?project=");

        assertThat(server.exposition.requests().get(0).project()).hasValue("");
    }

    @Test
    void refusesTwoProjects() throws Exception {
        HttpResponse<String> response = server.get("/metrics?project=a&project=b");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("project is given more than once; ask for one project, or leave it out for all\n");
    }

    @Test
    void readsQueriesAsUtf8WhateverTheClientSaysOfABody() throws Exception {
        server.get("/metrics?project=%C3%BC", "Content-Type", "text/plain; charset=nonsense");
        server.get("/metrics?project=%C3%BC", "Content-Type", "text/plain; charset=utf-16");

        assertThat(server.exposition.requests())
                .extracting(ScrapeRequest::project)
                .containsExactly(Optional.of("ü"), Optional.of("ü"));
    }

    @Test
    void refusesABadlyEncodedQueryInsteadOfLeavingItOut() throws Exception {
        String answer = server.raw("GET /metrics?project=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .endsWith("the query is not encoded well: % must be followed by two hexadecimal digits\n");
    }

    @Test
    void answersHeadWithTheHeadersAloneAndWithoutTheWork() throws Exception {
        String answer =
                server.raw("HEAD /metrics HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
                .contains("Content-Encoding: gzip\r\n")
                .endsWith("\r\n\r\n");
        assertThat(server.exposition.requests()).isEmpty();
    }

    @Test
    void servesAFewScrapesAtATimeAndAnswersProbesMeanwhile() throws Exception {
        Semaphore underWay = new Semaphore(0);
        CountDownLatch goOn = new CountDownLatch(1);
        server.exposition.writes(out -> {
            underWay.release();
            goOn.await();
            out.write('x');
        });
        List<CompletableFuture<HttpResponse<String>>> scrapes = new ArrayList<>();
        for (int i = 0; i < MetricsEndpoint.MOST_SCRAPES; i++) {
            scrapes.add(server.begin("/metrics"));
        }
        underWay.acquire(MetricsEndpoint.MOST_SCRAPES);

        HttpResponse<String> refused = server.get("/metrics");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.body()).isEqualTo("8 scrapes are under way, which is the most; try again in a second\n");
        assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        goOn.countDown();
        for (CompletableFuture<HttpResponse<String>> scrape : scrapes) {
            assertThat(scrape.get().body()).isEqualTo("x");
        }
        assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
    }
}
