package trro.exporter.web;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compares passwords with bcrypt hashes, which is slow by design: one at a time, so that strangers can take one
 * processor at most. The latest outcomes are remembered, each under a keyed hash. Thread-safe.
 */
final class Passwords {

    /** Right passwords that are remembered; and as many wrong ones, which therefore push no right one out. */
    static final int REMEMBERED = 100;

    /** Passwords that wait for their turn; more of them are not taken. */
    static final int MOST_WAITING = 64;

    private static final String HMAC = "HmacSHA256";

    private final BiPredicate<String, String> comparison;
    private final Executor threads;
    private final SecretKeySpec key;
    private final Map<String, Boolean> right = new Latest();
    private final Map<String, Boolean> wrong = new Latest();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean busy;

    private record Waiting(String name, Login login, String hash, Consumer<Boolean> answer) {}

    /** The latest that were asked for. */
    private static final class Latest extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1L;

        Latest() {
            super(REMEMBERED, 0.75F, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }

    /** @param threads runs a comparison, and whatever waits for it */
    Passwords(Executor threads) {
        this(threads, Passwords::isRight);
    }

    /** @param comparison of a password and a hash */
    Passwords(Executor threads, BiPredicate<String, String> comparison) {
        this.threads = threads;
        this.comparison = comparison;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, HMAC);
    }

    /**
     * Compares them in their turn, unless the outcome is remembered.
     *
     * @param answer gets the outcome: at once if it is remembered, and else later, in another thread
     * @return whether there is place for one more; else nothing will come
     */
    boolean compare(Login login, String hash, Consumer<Boolean> answer) {
        String name = name(login, hash);
        Optional<Boolean> remembered = outcome(name);
        remembered.ifPresent(answer);
        return remembered.isPresent() || await(new Waiting(name, login, hash, answer));
    }

    private synchronized boolean await(Waiting next) {
        if (waiting.size() >= MOST_WAITING) {
            return false;
        }
        waiting.add(next);
        if (!busy) {
            busy = true;
            threads.execute(this::compareNext);
        }
        return true;
    }

    private void compareNext() {
        Waiting next;
        synchronized (this) {
            next = waiting.remove();
        }
        boolean outcome = false;
        try {
            outcome = outcome(next.name())
                    .orElseGet(() -> comparison.test(next.login().password(), next.hash()));
            remember(next.name(), outcome);
        } finally {
            boolean passed = outcome;
            threads.execute(() -> next.answer().accept(passed));
            goOn();
        }
    }

    private synchronized void goOn() {
        busy = !waiting.isEmpty();
        if (busy) {
            threads.execute(this::compareNext);
        }
    }

    private synchronized Optional<Boolean> outcome(String name) {
        return Optional.ofNullable(right.get(name)).or(() -> Optional.ofNullable(wrong.get(name)));
    }

    private synchronized void remember(String name, boolean outcome) {
        (outcome ? right : wrong).put(name, outcome);
    }

    /** Each part is written with its length, so that no two triples are the same text. */
    private String name(Login login, String hash) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            for (String part : new String[] {login.user(), hash, login.password()}) {
                mac.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** As Go does: of a long password the first 72 bytes count. */
    private static boolean isRight(String password, String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return BCrypt.verifyer(null, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A))
                .verify(bytes, hash.getBytes(StandardCharsets.US_ASCII))
                .verified;
    }
}
