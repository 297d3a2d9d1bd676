package trro.exporter.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import trro.exporter.Threads;
import trro.exporter.WarmUp;
import trro.exporter.logging.SilentLogback;
import trro.exporter.time.SystemTime;

/** The command line. */
public final class Main extends Options {

    private static final List<String> COMMANDS = List.of("run", "check", "plan", "backfill", "demo", "simulate");

    /** All is well. */
    static final int FINE = 0;
    /** The operator can mend it; the message says how. */
    static final int MISTAKE = 1;
    /** The command line is not understood. */
    static final int USAGE = 2;
    /** There was not enough memory; the same code as Java's own option ExitOnOutOfMemoryError gives. */
    static final int OUT_OF_MEMORY = 3;
    /** A defect of this program. */
    static final int DEFECT = 70;

    /** Java's character in the place of bytes that are no text in the locale's encoding. */
    private static final char UNREADABLE = '\ufffd';

    private Main() {
        command("Prometheus exporter for the session statistics of Tencent Cloud TRRO.")
                .abbreviateSynopsis(false)
                .synopsisSubcommandLabel("[" + String.join(" | ", COMMANDS) + "]")
                .footer("", "Without a command it runs: trro-exporter --config.file=trro.yml");
        spec().name("trro-exporter");
    }

    /** Runs the program until it is told to stop. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        long files = FileDescriptors.most();
        if (FileDescriptors.tooFewToStart(files)) { // told before more classes are looked for, which needs files
            err.println(FileDescriptors.tooFew(files));
            System.exit(MISTAKE);
        }
        OutOfMemory.watch();
        leaveOut();
        SilentLogback.choose();
        rehearse(args);
        int exitCode = DEFECT;
        try {
            exitCode = run(out, err, args);
        } catch (RuntimeException | Error e) { // passed on by picocli, and threads would keep the process alive
            if (OutOfMemory.led(e)) {
                OutOfMemory.watching().forEach(watch -> watch.uncaughtException(Thread.currentThread(), e));
            }
            exitCode = explain(e, err);
        }
        System.exit(exitCode);
    }

    /** Spares a start what libraries look for and nobody uses, unless the operator asks for it. */
    private static void leaveOut() {
        Properties system = System.getProperties();
        system.putIfAbsent("java.locale.providers", "SPI"); // Jetty lists a thousand locales; all texts are English
        system.putIfAbsent("org.eclipse.jetty.util.referencesPerCacheLine", "16"); // else it starts all of JMX
        system.putIfAbsent("picocli.converters.excludes", "java\\.(sql|time)\\..*"); // no option has such a value
    }

    /** Loads what a first page needs, beside the reading of the command line and the configuration. */
    private static void rehearse(String... args) {
        if (!List.of("run", "demo").contains(withDefaultCommand(args)[0])) {
            return;
        }
        ILoggerFactory unused = LoggerFactory.getILoggerFactory(); // two threads that ask first would get two kinds
        Runnable rehearsal = () -> {
            try {
                WarmUp.answer(new SystemTime());
            } catch (RuntimeException | LinkageError e) {
                // it will happen again in earnest, and is told then
            }
        };
        Threads.loop("rehearsal", rehearsal).start();
    }

    /** Runs one command and returns the exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = withCommands(args)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(false)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, err));
        IParameterExceptionHandler usage = commandLine.getParameterExceptionHandler();
        commandLine.setParameterExceptionHandler(
                (failure, words) -> usage.handleParseException(withoutDoubleWord(failure), words));
        for (String arg : args) {
            if (arg.indexOf(UNREADABLE) >= 0) {
                err.println(
                        arg.replaceFirst("=.*", "") + " has characters that this locale cannot read; set LANG=C.UTF-8");
                return MISTAKE;
            }
        }
        return commandLine.execute(withDefaultCommand(args));
    }

    /** With the command that is asked for alone: the classes of the others are not even loaded. */
    private static CommandLine withCommands(String... args) {
        CommandSpec program = new Main().spec();
        String asked = withDefaultCommand(args)[0];
        for (String name : COMMANDS.contains(asked) ? List.of(asked) : COMMANDS) {
            program.addSubcommand(name, named(name));
        }
        return new CommandLine(program);
    }

    private static CommandSpec named(String command) {
        return switch (command) {
            case "run" -> new RunCommand().spec();
            case "check" -> new CheckCommand().spec();
            case "plan" -> new PlanCommand().spec();
            case "backfill" -> new BackfillCommand().spec();
            case "demo" -> new DemoCommand().spec();
            case "simulate" -> new SimulateCommand().spec();
            default -> throw new IllegalArgumentException(command);
        };
    }

    /** {@code trro-exporter --config.file=…} means {@code trro-exporter run --config.file=…}. */
    private static String[] withDefaultCommand(String[] args) {
        boolean hasCommand = args.length > 0
                && (!args[0].startsWith("-")
                        || List.of("-h", "--help", "-V", "--version").contains(args[0]));
        if (hasCommand) {
            return args;
        }
        List<String> words = new ArrayList<>(List.of(args));
        words.add(0, "run");
        return words.toArray(new String[0]);
    }

    /** The library says "option option" of an option that takes KEY=VALUE. */
    private static ParameterException withoutDoubleWord(ParameterException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("option option '")
                ? new ParameterException(failure.getCommandLine(), message.replace("option option '", "option '"))
                : failure;
    }

    private static int explain(Throwable failure, PrintWriter err) {
        if (failure instanceof OperatorMistake mistake) {
            err.println(mistake.getMessage());
            return MISTAKE;
        }
        if (OutOfMemory.led(failure)) {
            err.println("out of memory; give it more with -Xmx");
            return OUT_OF_MEMORY;
        }
        if (filesRanOut(failure)) {
            err.println("too few files may be open at once; raise the limit with ulimit -n 1024, or LimitNOFILE=1024 in"
                    + " a systemd service");
            return MISTAKE;
        }
        err.println("a defect of trro-exporter; please report it with what follows and the version");
        failure.printStackTrace(err);
        return DEFECT;
    }

    /** Whether something failed because no more files, and so no connections, may be open. */
    static boolean filesRanOut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("Too many open files")) {
                return true;
            }
        }
        return false;
    }

    /** The version that the jar's manifest tells. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
