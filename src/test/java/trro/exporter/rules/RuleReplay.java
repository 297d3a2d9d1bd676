package trro.exporter.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import trro.exporter.support.FinishedProcess;
import trro.exporter.support.RealComponents;

/**
 * Lets Prometheus' own rule engine judge a history by the rules as they are shipped, with every {@code for}.
 *
 * <p>promtool evaluates the rules over all of it and is asked at moments of interest. It expects
 * no answer, so it tells what it found instead. The history begins with Unix time, as promtool's does.
 */
final class RuleReplay {

    private static final Pattern SAMPLE = Pattern.compile("(.*) (\\S+) (\\d+)");
    private static final Pattern FOUND = Pattern.compile("\\{([^{}]*question=\"\\d+\"[^{}]*)\\} ([-+.\\dE]+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private static final List<Path> RULES = Stream.of("alerts", "recording", "thresholds")
            .map(name -> Path.of("prometheus/rules/" + name + ".yml").toAbsolutePath())
            .toList();

    private final Duration step;
    private final Map<String, StringBuilder> values = new LinkedHashMap<>();
    private final Map<String, Long> steps = new LinkedHashMap<>();
    private final Map<String, Run> runs = new LinkedHashMap<>();

    private record Run(String value, long times) {}

    /** An alert that is firing. */
    record Firing(String alert, String projectId, Optional<String> deviceId) {}

    /** An expression, asked for at a moment. */
    record Question(Instant at, String expr) {}

    record Sample(Map<String, String> labels, double value) {}

    /** @param step between two scrapes, and between two evaluations */
    RuleReplay(Duration step) {
        this.step = step;
    }

    /** Which alerts are firing at each of these moments. */
    Map<Instant, Set<Firing>> firing(Path openMetrics, Set<Instant> moments, Path folder)
            throws IOException, InterruptedException {
        Map<Instant, Set<Firing>> firing = new TreeMap<>();
        moments.forEach(moment -> firing.put(moment, new LinkedHashSet<>()));
        List<Question> questions = moments.stream()
                .map(moment -> new Question(moment, "ALERTS{alertstate=\"firing\"}"))
                .toList();
        answers(List.of(openMetrics), questions, folder)
                .forEach((question, samples) ->
                        samples.forEach(sample -> firing.computeIfAbsent(question.at(), any -> new LinkedHashSet<>())
                                .add(new Firing(
                                        sample.labels().getOrDefault("alertname", ""),
                                        sample.labels().getOrDefault("project_id", ""),
                                        Optional.ofNullable(sample.labels().get("device_id"))))));
        return firing;
    }

    /** The samples of each expression at its moment, after the rules have judged all that these files hold together. */
    Map<Question, List<Sample>> answers(List<Path> openMetrics, List<Question> questions, Path folder)
            throws IOException, InterruptedException {
        for (Path file : openMetrics) {
            read(file);
        }
        values.keySet().forEach(this::end);
        Path test = folder.resolve("replay.yml");
        try (Writer out = Files.newBufferedWriter(test)) {
            write(questions, out);
        }
        FinishedProcess promtool =
                FinishedProcess.run(RealComponents.require("promtool", "prometheus"), "test", "rules", test.toString());
        Map<Question, List<Sample>> answers = new LinkedHashMap<>();
        questions.forEach(question -> answers.put(question, new ArrayList<>()));
        FOUND.matcher(promtool.output()).results().forEach(found -> {
            Map<String, String> labels = labels(found);
            Question question = questions.get(Integer.parseInt(labels.getOrDefault("question", "")));
            answers.computeIfAbsent(question, any -> new ArrayList<>())
                    .add(new Sample(labels, Double.parseDouble(found.group(2))));
        });
        assertThat(promtool.output()).doesNotContain("error", "parse", "err: ");
        return answers;
    }

    private static Map<String, String> labels(MatchResult found) {
        Map<String, String> labels = new LinkedHashMap<>();
        LABEL.matcher(found.group(1)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        return labels;
    }

    private void read(Path openMetrics) throws IOException {
        StringBuilder rules = new StringBuilder();
        for (Path file : RULES) {
            rules.append(Files.readString(file));
        }
        read(openMetrics, rules.toString());
    }

    private void read(Path openMetrics, String rules) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(openMetrics)) {
            for (String line = lines.readLine(); line != null && !line.equals("# EOF"); line = lines.readLine()) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                if (rules.contains(line.substring(0, line.indexOf('{')))) { // what they never ask would cost time
                    add(sample.group(1), sample.group(2), Long.parseLong(sample.group(3)) / step.toSeconds());
                }
            }
        }
    }

    private void add(String series, String value, long at) {
        long next = steps.getOrDefault(series, 0L);
        if (at > next) {
            put(series, "stale", 1);
            put(series, "_", at - next - 1);
        }
        put(series, value, 1);
        steps.put(series, at + 1);
    }

    /** Puts equal values together, since figures stand still most of the time. */
    private void put(String series, String value, long times) {
        Run run = runs.get(series);
        if (run != null && run.value().equals(value)) {
            runs.put(series, new Run(value, run.times() + times));
        } else if (times > 0) {
            end(series);
            runs.put(series, new Run(value, times));
        }
    }

    private void end(String series) {
        StringBuilder text = values.computeIfAbsent(series, any -> new StringBuilder());
        Run run = runs.remove(series);
        if (run != null) {
            text.append(
                    switch (run.value()) {
                        case "stale" -> " stale".repeat((int) run.times());
                        case "_" -> " _x" + run.times();
                        default -> " " + run.value() + "+0x" + (run.times() - 1);
                    });
        }
    }

    private void write(List<Question> questions, Writer out) throws IOException {
        out.write("rule_files:\n");
        for (Path rules : RULES) {
            out.write("  - " + rules + "\n");
        }
        String interval = step.toSeconds() + "s";
        out.write("group_eval_order: [trro-thresholds, trro-recording, trro-quality, trro-api, trro-exporter]\n");
        out.write("evaluation_interval: " + interval + "\ntests:\n  - interval: " + interval + "\n    input_series:\n");
        for (Map.Entry<String, StringBuilder> series : values.entrySet()) {
            out.write("      - series: '" + series.getKey() + "'\n        values: '"
                    + series.getValue().toString().strip() + "'\n");
        }
        out.write("    promql_expr_test:\n");
        for (int number = 0; number < questions.size(); number++) {
            Question question = questions.get(number);
            out.write("      - { eval_time: " + question.at().getEpochSecond() + "s, exp_samples: [], expr: '"
                    + "label_replace(" + question.expr() + ", \"question\", \"" + number + "\", \"\", \"\")' }\n");
        }
    }
}
