package trro.exporter.bench;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.PrometheusPage;

/** Ways to serve the same series. */
public enum Way {
    /** This exporter. */
    TRRO_EXPORTER {
        @Override
        public Page of(int series) {
            PrometheusPage page = BenchFleet.of(series).page();
            return (format, out) -> page.write(format, List.of(), Optional.empty(), out);
        }
    },
    /** One Micrometer gauge for each series. */
    MICROMETER {
        @Override
        public Page of(int series) {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            forEach(
                    BenchFleet.of(series).series(),
                    (family, point) -> io.micrometer.core.instrument.Gauge.builder(
                                    family.getName(), new AtomicReference<>(point.getValue()), AtomicReference::get)
                            .description(family.getHelp())
                            .tags(Tags.of(point.getLabels().stream()
                                    .map(label ->
                                            io.micrometer.core.instrument.Tag.of(label.getName(), label.getValue()))
                                    .toList()))
                            .strongReference(true)
                            .register(registry));
            return (format, out) -> registry.scrape(out, format.contentType());
        }
    },
    /** Gauges of Prometheus' own library, with labels. */
    CLIENT_JAVA {
        @Override
        public Page of(int series) {
            PrometheusRegistry registry = new PrometheusRegistry();
            for (GaugeSnapshot family : families(BenchFleet.of(series).series())) {
                Gauge gauge = Gauge.builder()
                        .name(family.getMetadata().getName())
                        .help(family.getMetadata().getHelp())
                        .labelNames(labelNames(family.getDataPoints().get(0).getLabels())
                                .toArray(String[]::new))
                        .register(registry);
                family.getDataPoints()
                        .forEach(point -> gauge.labelValues(
                                        labelValues(point.getLabels()).toArray(String[]::new))
                                .set(point.getValue()));
            }
            ExpositionFormats formats = ExpositionFormats.init();
            return (format, out) -> formats.findWriter(format.contentType()).write(out, registry.scrape());
        }
    },
    /** A collector of the library before that, which makes its samples anew for each scrape, as cloudwatch_exporter does. */
    SIMPLECLIENT {
        @Override
        public Page of(int series) {
            List<Collector.MetricFamilySamples> kept = families(
                            BenchFleet.of(series).series())
                    .stream()
                    .map(Way::samples)
                    .toList();
            CollectorRegistry registry = new CollectorRegistry();
            registry.register(new Collector() {
                @Override
                public List<MetricFamilySamples> collect() {
                    return kept.stream().map(Way::copy).toList();
                }
            });
            return (format, out) -> {
                Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                TextFormat.writeFormat(format.contentType(), text, registry.metricFamilySamples());
                text.flush();
            };
        }
    };

    /** All series in a format. */
    public interface Page {
        void write(ExpositionFormat format, OutputStream out) throws IOException;
    }

    /** At least so many series, served in this way. */
    public abstract Page of(int series);

    private static List<GaugeSnapshot> families(MetricSnapshots series) {
        return series.stream().map(GaugeSnapshot.class::cast).toList();
    }

    private static void forEach(
            MetricSnapshots series, BiConsumer<MetricMetadata, GaugeSnapshot.GaugeDataPointSnapshot> action) {
        families(series)
                .forEach(family -> family.getDataPoints().forEach(point -> action.accept(family.getMetadata(), point)));
    }

    private static Collector.MetricFamilySamples samples(GaugeSnapshot family) {
        String name = family.getMetadata().getName();
        return new Collector.MetricFamilySamples(
                name,
                Collector.Type.GAUGE,
                String.valueOf(family.getMetadata().getHelp()),
                family.getDataPoints().stream()
                        .map(point -> new Collector.MetricFamilySamples.Sample(
                                name, labelNames(point.getLabels()), labelValues(point.getLabels()), point.getValue()))
                        .toList());
    }

    private static Collector.MetricFamilySamples copy(Collector.MetricFamilySamples family) {
        List<Collector.MetricFamilySamples.Sample> samples = new ArrayList<>();
        for (Collector.MetricFamilySamples.Sample sample : family.samples) {
            samples.add(new Collector.MetricFamilySamples.Sample(
                    sample.name,
                    new ArrayList<>(sample.labelNames),
                    new ArrayList<>(sample.labelValues),
                    sample.value));
        }
        return new Collector.MetricFamilySamples(family.name, family.type, family.help, samples);
    }

    private static List<String> labelNames(Labels labels) {
        return Stream.iterate(0, i -> i < labels.size(), i -> i + 1)
                .map(labels::getName)
                .toList();
    }

    private static List<String> labelValues(Labels labels) {
        return Stream.iterate(0, i -> i < labels.size(), i -> i + 1)
                .map(labels::getValue)
                .toList();
    }
}
