package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.StatisticsCalendar;

class BackfillPlanTest {

    /** The figures of docs/history.md. */
    @Test
    void aYearOfTenThousandDevices() throws Exception {
        HistoryRequest request = new HistoryRequest(
                Instant.parse("2025-09-30T16:00:00Z"),
                Instant.parse("2026-09-30T16:00:00Z"),
                new StatisticsCalendar(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10)),
                List.of(StatisticInterval.values()),
                IntStream.range(0, 10_000)
                        .mapToObj(device -> new Subject("main", "p", Optional.of("d" + device)))
                        .toList(),
                "");
        Layout layout = new Layout(
                Path.of("h.om"), Duration.ofMinutes(5), Map.of(), Layout.Split.DAY, Layout.Format.OPENMETRICS);

        BackfillPlan plan = BackfillPlan.of(request, layout, Map.of("main", 4 / 1.03), Optional.empty());

        assertThat(plan.calls()).isEqualTo(10_000 * (27 + 4 + 1) + 6);
        assertThat(plan.time()).isEqualTo(Duration.ofSeconds(82_402));
        assertThat(plan.samples()).isEqualTo(365L * 24 * 12 * (10_000 * 3 * 7 + 21));
        assertThat(plan.bytes()).isEqualTo(175 * plan.samples());
    }
}
