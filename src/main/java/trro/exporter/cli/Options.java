package trro.exporter.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import trro.exporter.yaml.DurationText;

/**
 * Options that belong together: a command's, or some that several commands have. Each gives its value once the command
 * line is parsed. Picocli is told of them in code: to look for annotations takes it a tenth of a start.
 */
abstract class Options {

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    /** These options as picocli has them. */
    public final CommandSpec spec() {
        return spec;
    }

    /** Makes these the options of a command. */
    final UsageMessageSpec command(String description) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        spec.version(
                "trro-exporter " + Main.version(),
                "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
        return spec.usageMessage().description(description).abbreviateSynopsis(true);
    }

    /** Where a command tells what came of it. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Has the options of {@code part}, too. */
    final <P extends Options> P with(P part) {
        part.spec().options().forEach(spec::addOption);
        return part;
    }

    /** An option that is true where it is given. */
    final Supplier<Boolean> flag(String name, String description) {
        return take(option(boolean.class, name, description).initialValue(false));
    }

    /** An option that may be left out; {@code usage} is its name and what is given, as help shows it. */
    final <T> Supplier<Optional<T>> optional(Class<T> type, String usage, String description) {
        OptionSpec option = add(option(type, usage, description));
        return () -> Optional.ofNullable(option.getValue());
    }

    final <T> Supplier<T> defaulted(Class<T> type, String usage, String value, String description) {
        return take(option(type, usage, description).defaultValue(value));
    }

    final <T> Supplier<List<T>> list(Class<T> type, String usage, String description) {
        return take(option(List.class, usage, description).auxiliaryTypes(type).initialValue(List.of()));
    }

    final <K, V> Supplier<Map<K, V>> map(Class<K> key, Class<V> value, String usage, String description) {
        return take(
                option(Map.class, usage, description).auxiliaryTypes(key, value).initialValue(Map.of()));
    }

    static OptionSpec.Builder option(Class<?> type, String usage, String description) {
        String[] nameAndLabel = usage.split("=", 2);
        OptionSpec.Builder option =
                OptionSpec.builder(nameAndLabel[0]).type(type).description(description);
        return nameAndLabel.length == 1 ? option : option.paramLabel(nameAndLabel[1]);
    }

    /** An option that is unlike most; its value has to have the type that it was built with. */
    final <T> Supplier<T> take(OptionSpec.Builder builder) {
        return add(builder)::getValue;
    }

    private OptionSpec add(OptionSpec.Builder builder) {
        OptionSpec option = builder.build();
        spec.addOption(option);
        return option;
    }

    /** The duration that {@code text} means, if it is within bounds, which belong to them. */
    static Optional<Duration> duration(String text, Duration shortest, Duration longest) {
        return DurationText.parse(text)
                .filter(duration -> duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0);
    }
}
