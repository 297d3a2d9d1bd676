package trro.exporter.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import trro.exporter.Threads;

/** Keeps something running until the process is told to stop. */
final class Service {

    private final List<AutoCloseable> parts;

    /** @param parts in the order in which they are to be closed */
    Service(AutoCloseable... parts) {
        this.parts = List.of(parts);
    }

    /**
     * Waits for ever: SIGTERM and SIGINT close the parts in an orderly way and end the process with exit code 0; the
     * virtual machine's own would be 143.
     */
    int awaitStop() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(Threads.shutdown(this::stop));
        new CountDownLatch(1).await();
        return Main.FINE;
    }

    private void stop() {
        int exitCode = Main.FINE;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) { // nothing more can be done than to say so and close the rest
                e.printStackTrace();
                exitCode = Main.DEFECT;
            }
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
