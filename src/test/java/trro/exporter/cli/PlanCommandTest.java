package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private int plan(String config, String... options) throws Exception {
        Path file = Files.writeString(folder.resolve("trro.yml"), config);
        String[] args = new String[options.length + 2];
        args[0] = "plan";
        args[1] = "--config.file=" + file;
        System.arraycopy(options, 0, args, 2, options.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void aSmallFleetKeepsEveryPollInterval() throws Exception {
        int exitCode = plan("""
                accounts:
                  - projects:
                      - id: f3glr49ry0i0xlm7
                        devices: [truck-1, truck-2]
                """);

        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                Account main: 1 project and 2 devices make 9 targets and at most 133 series.
                  0.06 calls a second would keep each target at its poll interval, 15.53 are possible.
                  calls                                  a cycle     every  a second
                  DescribeSessionStatisticsByInterval          3        1m      0.05
                  DescribeSessionStatisticsByInterval          3       10m      0.01
                  DescribeSessionStatisticsByInterval          3        1h      0.00
                  first full picture after 1s
                  age of figures, at most                   hour       day     month
                    of projects                               1m       10m        1h
                    of devices                                1m       10m        1h
                    then dropped (max_age)                    1h        1h        3h
                    final after the hour's end             10m1s
                Memory: 0 MB of figures; give a container 256 MB.
                """);
        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
    }

    @Test
    void tenThousandDiscoveredDevicesAreServedByWhoHasSessions() throws Exception {
        int exitCode =
                plan("accounts: [{ projects: discover }]", "--discovered-projects=20", "--discovered-devices=500");

        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                Account main: 20 projects and 10,000 devices (assumed where they are discovered) make 30,060 targets and at most 411,020 series.
                  186.48 calls a second would keep each target at its poll interval, 15.53 are possible; devices with sessions go first, 3 % of all.
                  calls                                  a cycle     every  a second
                  DescribeSessionStatisticsByInterval     30,060    32m16s     15.53
                  DescribeRecentSessionList                   20       10s      2.00
                  DescribeProjectList                          1       10m      0.00
                  GetDevices                                 100       10m      0.17
                  DescribeDeviceList                         100       10m      0.17
                  GetLicenseStat                               1       10m      0.00
                  first full picture after 1h7m47s
                  age of figures, at most                   hour       day     month
                    of projects                               1m       10m        1h
                    of devices with sessions                  1m       10m        1h
                    of idle devices                       50m57s    50m57s  2h32m50s
                    then dropped (max_age)                    1h        1h        3h
                    final after the hour's end            10m27s
                Memory: 66 MB of figures; give a container 384 MB.
                Warning: account main: hour figures of idle devices are promised every 30m and can be asked for every 50m57s; poll fewer devices or intervals, raise idle_poll_interval, or raise requests_per_second (20 at most)
                """);
        assertThat(exitCode).isZero();
    }

    @Test
    void whatTheBudgetCannotKeepIsRefusedWithTheReasonAndTheWaysOut() throws Exception {
        int exitCode = plan(
                "accounts: [{ requests_per_second: 20, projects: discover }]",
                "--discovered-projects=20",
                "--discovered-devices=1000",
                "--active-share=0.1");

        assertThat(exitCode).isEqualTo(1);
        assertThat(out.toString()).doesNotContain("Warning");
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("account main: month figures of active devices can be asked for every"
                        + " 3h13m27s and are dropped after 3h; poll fewer devices or intervals, raise max_age\n");
    }

    @Test
    void whereClosingsTakeLongNobodyIsToldToWaitLonger() throws Exception {
        String config = "accounts: [{ requests_per_second: 1, projects: discover }]";

        int exitCode = plan(config, "--discovered-projects=1", "--discovered-devices=2850", "--active-share=0.75");

        assertThat(exitCode).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("final after the hour's end +59m")
                .contains("Warning: account main: after an hour's end its figures are final within 59m")
                .contains(", not within 15m, where so many devices had sessions in it;"
                        + " poll fewer devices or intervals, or raise requests_per_second (20 at most)\n");
        assertThat(err.toString()).contains("are dropped after").doesNotContain("max_age");
    }

    @Test
    void aLongSettleTimeIsNoLateClosing() throws Exception {
        plan("""
                settle_time: 50m
                accounts: [{ projects: discover }]
                """, "--discovered-projects=20", "--discovered-devices=500");

        assertThat(out.toString())
                .containsPattern("final after the hour's end +50m27s")
                .doesNotContain("not within");
    }

    @Test
    void targetsBeyondTheMostArePlannedAsDropped() throws Exception {
        plan("accounts: [{ projects: discover }]", "--discovered-projects=20", "--discovered-devices=5000");

        assertThat(out.toString())
                .contains("20 projects and 66,646 devices (assumed where they are discovered) make 199,998 targets")
                .contains(
                        "Warning: account main: 33,354 devices are beyond the 200,000 targets that an exporter polls in all and"
                                + " would be dropped; exclude devices, poll fewer intervals, or run a second exporter\n");
    }

    @Test
    void aListOfSeveralPagesCostsEachOfThemForEachProject() throws Exception {
        plan(
                "accounts: [{ projects: discover }]",
                "--discovered-projects=10",
                "--discovered-devices=110",
                "--active-share=0.3");

        assertThat(out.toString())
                .containsPattern("DescribeRecentSessionList +20 ")
                .containsPattern("GetDevices +20 ");
    }

    @Test
    void asManyAreAssumedAsAreAllowedAtMost() throws Exception {
        plan("""
                accounts:
                  - projects: [{ id: p, devices: { discover: true, max: 30 } }]
                  - name: more
                    endpoint: trro.tencentcloudapi.com
                    projects: { discover: true, max: 2 }
                """.replace("  - projects: [", "  - name: first\n    projects: ["), "--discovered-devices=50");

        assertThat(out.toString())
                .contains("Account first: 1 project and 30 devices (assumed where they are discovered)")
                .contains("Account more: 2 projects and 0 devices (assumed where they are discovered)")
                .contains("DescribeProjectList");
    }

    @ParameterizedTest
    @CsvSource({
        "--active-share=1.5, --active-share: 1.5 is not within 0 to 1",
        "--active-share=NaN, --active-share: NaN is not within 0 to 1",
        "--discovered-devices=-1, --discovered-devices: -1 is not within 0 to 1000000",
        "--discovered-projects=100001, --discovered-projects: 100001 is not within 0 to 100000"
    })
    void assumptionsHaveBounds(String option, String message) throws Exception {
        assertThat(plan("accounts: [{ projects: discover }]", option)).isEqualTo(1);

        assertThat(err.toString()).isEqualToNormalizingNewlines(message + "\n");
    }
}
