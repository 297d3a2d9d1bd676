package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity"})
    void answersHeadWithTheHeadersOfGetAlone(String encoding) throws Exception {
        HttpResponse<String> get = server.get("/metrics", "Accept-Encoding", encoding);
        HttpResponse<String> head = server.ask("HEAD", "/metrics", "Accept-Encoding", encoding);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(get.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isPositive();
        for (String header : List.of("Content-Length", "Content-Type", "Content-Encoding", "Vary")) {
            assertThat(head.headers().firstValue(header))
                    .as(header)
                    .isEqualTo(get.headers().firstValue(header));
        }
        assertThat(head.body()).isEmpty();
    }

    @Test
    void whoFindsNoPlaceIsRefusedAfterTwoSecondsAndProbesAreAnsweredMeanwhile() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<CompletableFuture<HttpResponse<String>>> scrapes = takeAllPlaces(goOn);

        CompletableFuture<HttpResponse<String>> refused = server.begin("/metrics?name%5B%5D=late");
        assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        await().until(() -> server.exposition.asked() > SharedPages.MOST_PAGES); // else its head may count as late
        while (!refused.isDone()) { // whenever it begins to wait for a place
            server.time.advance(SharedPages.PATIENCE);
            assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        }

        assertThat(refused.get().statusCode()).isEqualTo(503);
        assertThat(refused.get().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.get().body())
                .isEqualTo("8 scrapes are under way, which is the most; try again in a second\n");
        goOn.countDown();
        for (CompletableFuture<HttpResponse<String>> scrape : scrapes) {
            assertThat(scrape.get().body()).isEqualTo("x");
        }
        assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void aHundredWhoAskForTheSameNeedOnePlace() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<CompletableFuture<HttpResponse<String>>> scrapes = takeAllPlaces(goOn);
        for (int i = 0; i < 100; i++) {
            scrapes.add(server.begin("/metrics?name%5B%5D=" + i % SharedPages.MOST_PAGES));
        }

        goOn.countDown();

        for (CompletableFuture<HttpResponse<String>> scrape : scrapes) {
            assertThat(scrape.get().body()).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity"})
    void readersThatStallMakeRoomAfterASecond(String encoding) throws Exception {
        byte[] page = TestServer.pageThatStalls();
        server.exposition.writes(out -> out.write(page));
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < SharedPages.MOST_PAGES; i++) {
                stalled.add(server.stalled("/metrics?name[]=" + i, encoding));
            }
            server.exposition.writes(out -> out.write('x'));

            CompletableFuture<HttpResponse<String>> scrape = server.begin("/metrics");
            server.time.advance(SharedPages.GRACE);

            // sooner than Jetty ends connections that stand still
            assertThat(scrape.get(20, TimeUnit.SECONDS).body()).isEqualTo("x");
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    /** Begins as many scrapes as there are places, each of a page of its own, which end when told to. */
    private List<CompletableFuture<HttpResponse<String>>> takeAllPlaces(CountDownLatch goOn)
            throws InterruptedException {
        Semaphore underWay = new Semaphore(0);
        server.exposition.writes(out -> {
            underWay.release();
            goOn.await();
            out.write('x');
        });
        List<CompletableFuture<HttpResponse<String>>> scrapes = new ArrayList<>();
        for (int i = 0; i < SharedPages.MOST_PAGES; i++) {
            scrapes.add(server.begin("/metrics?name%5B%5D=" + i));
        }
        underWay.acquire(SharedPages.MOST_PAGES);
        return scrapes;
    }
}
