package trro.exporter;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    private static final int CALLS_OF_TWO_ACCOUNTS = 256;

    @Test
    void noCallWaitsForAThread() throws Exception {
        CyclicBarrier allAtOnce = new CyclicBarrier(CALLS_OF_TWO_ACCOUNTS);
        ExecutorService workers = Threads.workers();

        Future<Integer> last = workers.submit(() -> allAtOnce.await());
        for (int call = 1; call < CALLS_OF_TWO_ACCOUNTS; call++) {
            last = workers.submit(() -> allAtOnce.await());
        }

        last.get();
        workers.shutdown();
    }
}
