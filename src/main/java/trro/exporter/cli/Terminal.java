package trro.exporter.cli;

import java.io.Console;
import java.util.Optional;

/** The terminal that this program was started on. */
final class Terminal {

    private Terminal() {}

    /**
     * Empty if input or output are redirected.
     *
     * <p>From Java 22 on there is a console in any case, and a method tells whether it is a terminal; Java 17, for
     * which this is compiled, does not have it.
     */
    @SuppressWarnings("SystemConsoleNull")
    static Optional<Console> console() {
        Optional<Console> console = Optional.ofNullable(System.console());
        try {
            return console.isPresent()
                            && Boolean.FALSE.equals(
                                    Console.class.getMethod("isTerminal").invoke(console.get()))
                    ? Optional.empty()
                    : console;
        } catch (ReflectiveOperationException e) {
            return console;
        }
    }
}
