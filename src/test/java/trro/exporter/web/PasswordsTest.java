package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {

    private static final String HASH = "hash";

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> compared = new ArrayList<>();
    private final List<Boolean> answers = new ArrayList<>();
    private final Passwords passwords = new Passwords(tasks::add, (password, hash) -> {
        compared.add(password);
        return password.startsWith("right");
    });

    private boolean compare(String user, String password) {
        return passwords.compare(new Login(user, password), HASH, answers::add);
    }

    /** The outcome that comes without a comparison. */
    private Optional<Boolean> remembered(Login login, String hash) {
        List<Boolean> atOnce = new ArrayList<>();
        passwords.compare(login, hash, atOnce::add);
        Optional<Boolean> outcome = atOnce.stream().findFirst();
        runAll();
        return outcome;
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Hashes of other programs: of htpasswd, Python's crypt and Go's tests. */
    @ParameterizedTest
    @CsvSource({
        "fakepassword, $2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi, true",
        "fakepassworD, $2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi, false",
        "allmine, $2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga, true",
        "U*U*, $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK, true",
        "U*U*, $2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK, true",
        "U*U*, $2y$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK, true",
        "'', $2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy, true"
    })
    void comparesByBcrypt(String password, String hash, boolean right) throws Exception {
        assertThat(reallyCompared(password, hash)).isEqualTo(right);
    }

    @Test
    void ofALongPasswordTheFirst72BytesCount() throws Exception {
        String hash = "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui";
        String password = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

        assertThat(reallyCompared(password, hash)).isTrue();
        assertThat(reallyCompared(password + "chars after 72 are ignored", hash))
                .isTrue();
        assertThat(reallyCompared(password.substring(1), hash)).isFalse();
    }

    private static boolean reallyCompared(String password, String hash) throws InterruptedException {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            LinkedBlockingQueue<Boolean> answer = new LinkedBlockingQueue<>();
            new Passwords(threads).compare(new Login("a", password), hash, answer::add);
            return Optional.ofNullable(answer.poll(60, TimeUnit.SECONDS)).orElseThrow();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void remembersBothOutcomes() {
        compare("alice", "right");
        compare("alice", "wrong");
        runAll();

        assertThat(answers).containsExactly(true, false);
        assertThat(remembered(new Login("alice", "right"), HASH)).hasValue(true);
        assertThat(remembered(new Login("alice", "wrong"), HASH)).hasValue(false);
        assertThat(remembered(new Login("alice", "right"), "other hash")).isEmpty();
        assertThat(remembered(new Login("bob", "right"), HASH)).isEmpty();
    }

    /** User, hash and password must not run into each other: so a login was once smuggled into the toolkit. */
    @Test
    void partsOfALoginAreKeptApart() {
        passwords.compare(new Login("alice" + HASH, "right"), "", answers::add);
        runAll();

        assertThat(remembered(new Login("alice", "right"), HASH)).isEmpty();
        assertThat(remembered(new Login("alice", HASH + "right"), "")).isEmpty();
    }

    @Test
    void comparesOneAtATime() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        LinkedBlockingQueue<Boolean> done = new LinkedBlockingQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Passwords real = new Passwords(threads, (password, hash) -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                for (int i = 0; i < 1000; i++) {
                    Thread.onSpinWait();
                }
                running.decrementAndGet();
                return true;
            });
            for (int i = 0; i < 20; i++) {
                real.compare(new Login("alice", "p" + i), HASH, done::add);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(done.poll(60, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void comparesTheSameOnce() {
        for (int i = 0; i < 10; i++) {
            compare("alice", "right");
        }
        runAll();

        assertThat(compared).containsExactly("right");
        assertThat(answers).hasSize(10).containsOnly(true);
    }

    @Test
    void takesNoMoreThanCanWait() {
        for (int i = 0; i < Passwords.MOST_WAITING; i++) {
            assertThat(compare("alice", "wrong " + i)).isTrue();
        }
        assertThat(compare("alice", "right")).isFalse();
        runAll();

        assertThat(compare("alice", "right")).isTrue();
    }

    @Test
    void wrongPasswordsPushNoRightOneOut() {
        compare("alice", "right");
        runAll();
        for (int i = 0; i < 3 * Passwords.REMEMBERED; i++) {
            compare("alice", "wrong " + i);
            runAll();
        }

        assertThat(remembered(new Login("alice", "right"), HASH)).hasValue(true);
        assertThat(remembered(new Login("alice", "wrong 0"), HASH)).isEmpty();
        assertThat(remembered(new Login("alice", "wrong 299"), HASH)).hasValue(false);
    }

    @Test
    void aDefectIsARefusalAndTheNextHasItsTurn() {
        Passwords defective = new Passwords(tasks::add, (password, hash) -> {
            if (password.equals("bad")) {
                throw new IllegalStateException("a defect");
            }
            return true;
        });
        defective.compare(new Login("alice", "bad"), HASH, answers::add);
        defective.compare(new Login("alice", "good"), HASH, answers::add);

        assertThat(catchThrowable(this::runAll)).hasMessage("a defect");
        runAll();

        assertThat(answers).containsExactly(false, true);
    }

    @Test
    void readsALoginAsItIsSent() {
        assertThat(Login.of("Basic YWxpY2U6YTpi")).hasValue(new Login("alice", "a:b"));
        assertThat(Login.of("bAsIc YWxpY2U6")).hasValue(new Login("alice", ""));
        assertThat(Login.of("Basic YWxpY2U=")).isEmpty();
        assertThat(Login.of("Basic \u00fc!")).isEmpty();
        assertThat(Login.of("Bearer YWxpY2U6YTpi")).isEmpty();
        assertThat(Login.of(null)).isEmpty();
        assertThat(new Login("alice", "secret")).hasToString("Login");
    }
}
