package trro.exporter.accounts;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import trro.exporter.api.RecentSessions;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.discovery.DiscoveryMemory;
import trro.exporter.discovery.DiscoveryPace;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.EndpointHabits;
import trro.exporter.polling.PollQueue;

/**
 * The knowledge of an account that outlives the configuration, beside figures and what its limiters have spent.
 *
 * @param name the account's
 * @param source whom it calls, as whom
 * @param queue whose turn it is
 * @param habits what answers have shown of the endpoint
 * @param lists what its lists said
 * @param sessions the latest list of recent sessions, by project
 */
record AccountMemory(
        String name,
        Source source,
        TrroApi api,
        PollQueue queue,
        EndpointHabits habits,
        DiscoveryMemory lists,
        Map<String, RecentSessions> sessions) {

    /** Enough for the full pace when every answer takes six seconds. */
    private static final int MOST_IN_FLIGHT = 128;

    /** Whom an account calls, as whom. */
    record Source(URI endpoint, Optional<String> region, CredentialsConfig credentials) {

        static Source of(AccountConfig account) {
            return new Source(account.endpoint(), account.region(), account.credentials());
        }
    }

    /** An account of which nothing is known yet. */
    private static AccountMemory empty(
            AccountConfig account, ExporterConfig config, Function<AccountConfig, TrroApi> apis, long nowNanos) {
        PollQueue queue = new PollQueue(
                List.of(),
                AccountPolling.pace(config),
                RateLimiter.highestPace(account.requestsPerSecond()),
                MOST_IN_FLIGHT,
                nowNanos);
        return new AccountMemory(
                account.name(),
                Source.of(account),
                apis.apply(account),
                queue,
                new EndpointHabits(),
                new DiscoveryMemory(AccountDiscovery.plan(account, config, false), DiscoveryPace.DEFAULT),
                new ConcurrentHashMap<>());
    }

    /** The same of an account whose configuration may be another one. */
    private AccountMemory as(AccountConfig account, Function<AccountConfig, TrroApi> apis) {
        Source now = Source.of(account);
        boolean moved = !now.endpoint().equals(source.endpoint());
        boolean calledAlike = now.equals(source);
        return new AccountMemory(
                account.name(),
                now,
                calledAlike ? api : apis.apply(account),
                queue,
                moved ? new EndpointHabits() : habits,
                calledAlike ? lists : lists.rereading(),
                sessions);
    }

    /** The memory of each account of a configuration, in its order: of the one of before that it is. */
    static List<AccountMemory> of(
            ExporterConfig config,
            Function<AccountConfig, TrroApi> apis,
            Collection<AccountMemory> before,
            long nowNanos) {
        IdentityHashMap<AccountConfig, AccountMemory> found = match(
                config.accounts(),
                before,
                (account, old) -> old.name.equals(account.name()),
                (account, old) -> old.source.equals(Source.of(account)));
        return config.accounts().stream()
                .map(account -> Optional.ofNullable(found.get(account))
                        .map(old -> old.as(account, apis))
                        .orElseGet(() -> empty(account, config, apis, nowNanos)))
                .toList();
    }

    /**
     * Finds again the accounts of before among those of now; those that are new are left out. An account is the one
     * that is both named alike and called alike, or else called alike, or else named alike.
     */
    static <A, F> IdentityHashMap<A, F> match(
            Collection<A> now, Collection<F> former, BiPredicate<A, F> named, BiPredicate<A, F> called) {
        List<F> left = new ArrayList<>(former);
        IdentityHashMap<A, F> found = new IdentityHashMap<>();
        for (BiPredicate<A, F> likeness : List.of(named.and(called), called, named)) {
            now.stream()
                    .filter(account -> !found.containsKey(account))
                    .forEach(account -> left.stream()
                            .filter(old -> likeness.test(account, old))
                            .findFirst()
                            .ifPresent(old -> {
                                left.remove(old);
                                found.put(account, old);
                            }));
        }
        return found;
    }
}
