package trro.exporter.discovery;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.ErrorCodes;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.TrroAction;
import trro.exporter.pacing.PacedLoop;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** Reads the lists of one action, over and over, and tells the inventory. Thread-safe. */
final class ListReader<T> implements PacedLoop.Calls {

    /** Enough for the full pace when every answer takes a second and a half. */
    static final int MOST_UNDER_WAY = 32;

    /**
     * No permit is waited for longer than this: they are granted in turn, so there are not more readings than permits.
     */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

    /** A list that takes longer when it is read first is made use of as far as it was read, each time after so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Codes that say that there is no such action on this site, or not any more. */
    private static final Set<String> ABSENT =
            Set.of("InvalidAction", "UnsupportedOperation", "ActionOffline", "NoSuchVersion");

    /**
     * The lists to read and what comes of them.
     *
     * @param keys the lists that are wanted at present
     * @param use takes a list that was read, by its key
     */
    record Lists<T>(
            ListAction<T> action,
            Duration interval,
            Supplier<Set<String>> keys,
            BiConsumer<String, ListSnapshot<T>> use) {}

    private final Lists<T> lists;
    private final RateLimiter limiter;
    private final Inventory inventory;
    private final Discovery.Parts parts;
    private final ListSchedule schedule;
    private final ListLog log;
    private final TimeSource time;

    ListReader(Lists<T> lists, RateLimiter limiter, DiscoveryMemory memory, Discovery.Parts parts) {
        this.lists = lists;
        this.limiter = limiter;
        this.inventory = memory.inventory();
        this.parts = parts;
        schedule = memory.schedule(lists.action().action(), () -> new ListSchedule(lists.interval()));
        log = new ListLog(lists.action().action());
        time = parts.time();
    }

    /** Whether a refusal says that the site has no such list. */
    static boolean isAbsent(ApiException refusal) {
        return ABSENT.stream().anyMatch(refusal.code()::startsWith);
    }

    private int mostUnderWay() {
        double permits = limiter.requestsPerSecond() * LONGEST_TURN.toSeconds();
        return (int) Math.max(1, Math.min(MOST_UNDER_WAY, permits));
    }

    /** Reads on where another reader of the same lists stopped. */
    void takeOver() {
        schedule.pace(lists.interval(), time.nanoTime());
    }

    /** Looks again which lists are wanted. */
    void keepLists() {
        Set<String> keys = lists.keys().get();
        schedule.keep(keys, time.nanoTime());
        log.keep(keys);
    }

    /** The moments at which lists were last read as a whole; those that never were are left out. */
    Stream<ListAction.Read> reads() {
        TrroAction action = lists.action().action();
        return schedule.lastReads().entrySet().stream()
                .map(read -> new ListAction.Read(action, ListAction.project(read.getKey()), read.getValue()));
    }

    @Override
    public long nanosUntilDue(long nowNanos) {
        return schedule.nanosUntilDue(mostUnderWay(), nowNanos);
    }

    @Override
    public Optional<PacedLoop.Call> next(long nowNanos) {
        return schedule.take(mostUnderWay(), nowNanos).map(Reading::new);
    }

    @Override
    public Duration oldestUnderWay() {
        return Duration.ofNanos(schedule.oldestCallNanos(time.nanoTime()));
    }

    /** One reading of one list. Confined to one thread. */
    private final class Reading implements PacedLoop.Call {

        private final ListSchedule.Entry list;
        private long usedNanos = time.nanoTime();
        private boolean over; // the schedule knows, so that the list may be read again

        Reading(ListSchedule.Entry list) {
            this.list = list;
        }

        @Override
        public void run(Permit permit) throws InterruptedException {
            try {
                ListPages<T> pages =
                        new ListPages<>(schedule.pageSize(list), lists.action()::identity, Moment.now(time));
                Permit next = permit;
                while (!pages.add(page(pages.next(), next))) {
                    if (!schedule.isKept(list)) {
                        giveUp();
                        return;
                    }
                    useSoFar(pages);
                    next = limiter.acquire();
                }
                read(pages.snapshot());
            } catch (ApiException e) {
                failed(e);
            } catch (InterruptedException e) { // the exporter stops, and the list did not fail
                giveUp();
                throw e;
            }
        }

        /** It may have no end, and its devices are to be polled all the same. */
        private void useSoFar(ListPages<T> pages) {
            boolean isLong = time.nanoTime() - usedNanos >= PATIENCE.toNanos();
            if (isLong && !schedule.wasRead(list)) {
                lists.use().accept(list.key(), pages.soFar());
                usedNanos = time.nanoTime();
            }
        }

        private void giveUp() {
            over = true;
            schedule.givenUp(list, time.nanoTime());
        }

        private Page<T> page(PageQuery query, Permit permit) throws ApiException, InterruptedException {
            try {
                schedule.calls(list, time.nanoTime());
                Page<T> page = parts.api().list(lists.action(), list.key(), query, permit);
                schedule.answered(list);
                return page;
            } finally {
                permit.ended();
            }
        }

        private void read(ListSnapshot<T> snapshot) {
            lists.use().accept(list.key(), snapshot);
            log.read(list.key(), snapshot.unreadable());
            over = true;
            schedule.finished(list, snapshot.askedAt(), time.nanoTime());
        }

        private void failed(ApiException failure) {
            over = true;
            boolean absent = isAbsent(failure);
            boolean forbidden = failure.kind() == Kind.UNAUTHORIZED && !schedule.othersAreReadable(list);
            if (absent || forbidden) {
                Duration pause = absent ? parts.pace().absentActions() : Duration.ZERO;
                schedule.refused(list, failure, pause, time.nanoTime());
                log.refused(failure, absent ? ListLog.Refusal.ABSENT : ListLog.Refusal.FORBIDDEN);
                inventory.refused(lists.action().action(), schedule.keys());
            } else if (!schedule.failed(list, failure, time.nanoTime())) {
                log.failed(list.key(), failure);
                inventory.failed(lists.action().action(), list.key());
            }
        }

        @Override
        public void brokeOff() {
            if (!over) {
                try {
                    failed(new ApiException(Kind.SERVER, ErrorCodes.OTHER, "it was broken off", Optional.empty()));
                } catch (RuntimeException e) { // of who hears of it; an Error is more than this list's trouble
                    parts.onDefect().run();
                }
            }
        }
    }
}
