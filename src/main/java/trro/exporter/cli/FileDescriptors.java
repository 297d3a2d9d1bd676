package trro.exporter.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The number of files and connections that this process may have open at the same time. */
final class FileDescriptors {

    /** Libraries, some connections to TRRO and some of scrapers; with fewer the exporter fails here and there. */
    private static final long LEAST = 256;

    /** Too few for any start: classes cannot be read. */
    private static final long FEWEST = 64;

    private FileDescriptors() {}

    /** The limit that the system sets; it has none that is known where it is not a Unix. */
    static long most() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /** Whether so few are not even enough to read what this program is made of. */
    static boolean tooFewToStart(long most) {
        return most < FEWEST;
    }

    /** @throws OperatorMistake if {@code most} are too few */
    static void check(long most) throws OperatorMistake {
        if (most < LEAST) {
            throw new OperatorMistake(tooFew(most));
        }
    }

    /** The line for the operator. */
    static String tooFew(long most) {
        return "this process may open " + most + " files and connections, which are too few; raise the limit to "
                + LEAST + " or more (ulimit -n, or LimitNOFILE of systemd)";
    }
}
