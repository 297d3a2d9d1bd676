package trro.exporter.accounts;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import trro.exporter.api.RecentSessions;
import trro.exporter.discovery.DiscoveryMemory;
import trro.exporter.polling.EndpointHabits;
import trro.exporter.storage.Fingerprint;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;

/**
 * A former process's knowledge of an account beside figures, turns and pace.
 *
 * @param endpoint the hash of whom it called
 * @param source the hash of whom it called, as whom
 * @param habits teaches what answers had shown of the endpoint
 * @param lists what its lists said
 * @param sessions the latest list of recent sessions of each project
 */
record KeptAccount(
        String name,
        String endpoint,
        String source,
        Consumer<EndpointHabits> habits,
        DiscoveryMemory.Former lists,
        List<RecentSessions> sessions) {

    static void write(AccountMemory memory, StateWriter out) {
        out.text(memory.name());
        out.text(endpoint(memory));
        out.text(source(memory));
        memory.habits().write(out);
        memory.lists().write(out);
        out.each(List.copyOf(memory.sessions().values()), sessions -> {
            out.text(sessions.projectId());
            out.map(sessions.latestUpdates(), out::text, out::instant);
            out.moment(sessions.askedAt());
        });
    }

    static KeptAccount read(StateReader in) {
        return new KeptAccount(
                in.text(),
                in.text(),
                in.text(),
                EndpointHabits.read(in),
                DiscoveryMemory.Former.read(in),
                in.each(() -> new RecentSessions(in.text(), in.map(in::text, in::instant), in.moment())));
    }

    /** The former account that each one of now is. */
    static IdentityHashMap<AccountPolling, KeptAccount> match(List<AccountPolling> pollings, List<KeptAccount> former) {
        return AccountMemory.match(
                pollings,
                former,
                (polling, old) -> polling.name().equals(old.name),
                (polling, old) -> old.isOf(polling.memory()));
    }

    private boolean isOf(AccountMemory memory) {
        return source.equals(source(memory));
    }

    /** Teaches the habits of the endpoint if it is the same. */
    void habits(AccountMemory memory) {
        if (endpoint.equals(endpoint(memory))) {
            habits.accept(memory.habits());
        }
    }

    /** Lists are read on if they are asked for at the same place as the same; else they are read at once. */
    void lists(AccountMemory memory) {
        if (isOf(memory)) {
            memory.lists().resume(lists);
        } else {
            memory.lists().restore(lists);
        }
    }

    private static String endpoint(AccountMemory memory) {
        return Fingerprint.of(memory.source().endpoint().toString());
    }

    private static String source(AccountMemory memory) {
        return Fingerprint.of(memory.source().toString());
    }
}
