package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.Defaults;
import trro.exporter.config.ExporterConfig;
import trro.exporter.support.Reply;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestCertificate;
import trro.exporter.support.TestConfigs;
import trro.exporter.support.VendorSample;

/**
 * Faults of docs/faults.md between exporter and TRRO, over TCP. It takes longer than others: after answers that make no
 * sense, and after refusals, the exporter asks again in 10 s.
 */
@Slow
class LineFaultsTest {

    private static final String NOW = "2026-11-22T08:20:00Z";
    private static final String HEALTHY = "healthy";
    private static final String REVOKED = "revoked";

    private final ShiftedTime time = new ShiftedTime(NOW);
    private final StandInTrro trro = new StandInTrro(time);
    private final Map<LineFault, FaultyLine> lines = new EnumMap<>(LineFault.class);

    LineFaultsTest() {
        trro.limit(1000); // of all accounts together
    }

    @AfterEach
    void stop() {
        lines.values().forEach(FaultyLine::close);
        trro.close();
    }

    private static AccountConfig account(String project, URI endpoint) {
        return new AccountConfig(
                project,
                endpoint,
                Optional.empty(),
                new CredentialsConfig.Env(),
                20,
                List.of(TestConfigs.project(project, "dev1")));
    }

    private RunningExporter start(ShiftedTime clock, List<AccountConfig> accounts) throws Exception {
        accounts.forEach(account -> trro.answer(account.name(), VendorSample::answer));
        ExporterConfig config = new ExporterConfig(
                ZoneId.of("Asia/Shanghai"),
                Defaults.SETTLE_TIME,
                Defaults.MAX_AGE,
                TestConfigs.HOURS_EVERY_SECOND,
                accounts);
        return RunningExporter.start(config, StandInKey.PERMANENT, clock);
    }

    private static double up(ScrapedPage page, String project) {
        return page.find("trro_up{project_id=\"" + project + "\"}").orElse(-1.0);
    }

    private static Optional<Double> sessions(ScrapedPage page, String project) {
        return page.find("trro_project_sessions{interval=\"hour\",project_id=\"" + project + "\",window=\"current\"}");
    }

    private static double answeredAt(ScrapedPage page, String project) {
        return page.value(
                "trro_project_last_success_timestamp_seconds{interval=\"hour\",project_id=\"" + project + "\"}");
    }

    private static double calls(ScrapedPage page, String account, String code) {
        return page.find("trro_api_requests_total{account=\"" + account
                        + "\",action=\"DescribeSessionStatisticsByInterval\",code=\"" + code + "\"}")
                .orElse(0.0);
    }

    private static void assertFails(ScrapedPage page, ScrapedPage before, String project, String code) {
        assertThat(up(page, project)).as("trro_up of %s", project).isZero();
        assertThat(calls(page, project, code)).as("%s of %s", code, project).isPositive();
        assertThat(sessions(page, project)).as("figures of %s", project).contains(4.0);
        assertThat(calls(page, project, "OK") - calls(before, project, "OK"))
                .as("good answers of %s", project)
                .isLessThan(8);
    }

    @Test
    void everyFaultCostsOneProjectItsNewFiguresAndPassesByItself() throws Exception {
        List<AccountConfig> accounts =
                new ArrayList<>(List.of(account(HEALTHY, trro.uri()), account(REVOKED, trro.uri())));
        for (LineFault fault : LineFault.values()) {
            FaultyLine line = new FaultyLine(trro.uri());
            lines.put(fault, line);
            accounts.add(account(fault.projectId(), URI.create("http://127.0.0.1:" + line.port())));
        }
        try (RunningExporter exporter = start(time, accounts)) {
            await().untilAsserted(() -> assertThat(accounts)
                    .allSatisfy(account -> assertThat(sessions(exporter.scrape(), account.name()))
                            .contains(4.0)));
            ScrapedPage before = exporter.scrape();

            lines.forEach((fault, line) -> line.breakWith(fault));
            trro.answer(REVOKED, question -> Reply.error("AuthFailure.SecretIdNotFound"));

            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                for (LineFault fault : LineFault.values()) {
                    assertFails(page, before, fault.projectId(), fault.code());
                }
                assertFails(page, before, REVOKED, "AuthFailure.SecretIdNotFound");
            });
            assertOthersAreServed(exporter);

            lines.values().forEach(FaultyLine::heal);
            trro.answer(REVOKED, VendorSample::answer);

            double healedAt = time.now().toEpochMilli() / 1000.0;
            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                assertThat(accounts).allSatisfy(account -> {
                    assertThat(up(page, account.name())).as(account.name()).isEqualTo(1);
                    assertThat(answeredAt(page, account.name())).isGreaterThan(healedAt);
                });
            });
        }
    }

    private static void assertOthersAreServed(RunningExporter exporter) {
        ScrapedPage page = exporter.scrape();
        assertThat(exporter.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(exporter.get("/-/ready").statusCode()).isEqualTo(200);
        await().untilAsserted(() -> {
            ScrapedPage later = exporter.scrape();
            assertThat(up(later, HEALTHY)).isEqualTo(1);
            assertThat(answeredAt(later, HEALTHY)).isGreaterThan(answeredAt(page, HEALTHY));
        });
    }

    @Test
    void aClockThatJumpsAnHourEitherWayIsRefusedUntilItIsRight() throws Exception {
        ShiftedTime ahead = new ShiftedTime(NOW);
        ShiftedTime behind = new ShiftedTime(NOW);
        try (RunningExporter hasty = start(ahead, List.of(account("p", trro.uri())));
                RunningExporter late = start(behind, List.of(account("p", trro.uri())))) {
            List<RunningExporter> both = List.of(hasty, late);
            both.forEach(one -> await().untilAsserted(
                            () -> assertThat(sessions(one.scrape(), "p")).contains(4.0)));

            ahead.setWallClock("2026-11-22T09:20:00Z");
            behind.setWallClock("2026-11-22T07:20:00Z");

            both.forEach(one -> await().untilAsserted(() -> {
                ScrapedPage page = one.scrape();
                assertThat(up(page, "p")).isZero();
                assertThat(calls(page, "p", "AuthFailure.SignatureExpire")).isPositive();
                assertThat(sessions(page, "p"))
                        .as("of an hour that is not this one")
                        .isEmpty();
                assertThat(one.get("/-/healthy").statusCode()).isEqualTo(200);
            }));

            ahead.setWallClock(NOW);
            behind.setWallClock(NOW);

            both.forEach(one -> await().untilAsserted(() -> {
                assertThat(up(one.scrape(), "p")).isEqualTo(1);
                assertThat(sessions(one.scrape(), "p")).contains(4.0);
            }));
        }
    }

    @Test
    void anExpiredCertificateIsNotTrustedUntilItIsRenewed() throws Exception {
        TestCertificate authority = TestCertificate.ofServer();
        FaultyLine line = new FaultyLine(trro.uri());
        lines.put(LineFault.RESET, line); // to be closed
        line.serveTls(authority.issueExpired("trro", "IP:127.0.0.1").serving());
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(authority.trusting());
        try (RunningExporter exporter =
                start(time, List.of(account("p", URI.create("https://127.0.0.1:" + line.port()))))) {
            await().untilAsserted(() -> assertThat(up(exporter.scrape(), "p")).isZero());
            assertThat(exporter.get("/").body()).contains("offers no TLS connection that can be trusted");
            assertThat(trro.questions()).isEmpty();

            line.serveTls(authority.issue("trro", "IP:127.0.0.1").serving());

            await().untilAsserted(() -> assertThat(up(exporter.scrape(), "p")).isEqualTo(1));
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void aThousandScrapersAtOnceLeaveTheExporterAtWork() throws Exception {
        try (RunningExporter exporter = start(time, List.of(account(HEALTHY, trro.uri())))) {
            await().untilAsserted(
                            () -> assertThat(up(exporter.scrape(), HEALTHY)).isEqualTo(1));
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + exporter.port() + "/metrics"))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            List<CompletableFuture<Optional<HttpResponse<String>>>> scrapes = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                scrapes.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .handle((response, failure) -> Optional.ofNullable(response)));
            }

            List<HttpResponse<String>> answers = scrapes.stream()
                    .map(CompletableFuture::join)
                    .flatMap(Optional::stream)
                    .toList();

            assertThat(answers).hasSizeGreaterThanOrEqualTo(200).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isIn(200, 503);
                if (answer.statusCode() == 200) {
                    assertThat(up(new ScrapedPage(answer.body()), HEALTHY)).isEqualTo(1);
                }
            });
            assertOthersAreServed(exporter);
        }
    }
}
