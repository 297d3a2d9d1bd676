package trro.exporter.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import trro.exporter.model.PollTarget;
import trro.exporter.pacing.PaceMemory;
import trro.exporter.polling.PollTurn;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;
import trro.exporter.time.Moment;

/**
 * All that a former process knew. Times of the steady clock are this process's.
 *
 * @param writtenAt by the wall clock
 * @param zone whose calendar cut the picture
 * @param picture what it knew of each target
 * @param turns when each target was asked, whatever account's queue it was in
 * @param paces what each limiter had spent
 * @param accounts what else it knew of each account
 */
public record KeptState(
        Instant writtenAt,
        ZoneId zone,
        Snapshot picture,
        Map<PollTarget, PollTurn> turns,
        List<PaceMemory> paces,
        List<KeptAccount> accounts) {

    static void write(
            ZoneId zone, Snapshot picture, Map<PollTarget, PollTurn> turns, List<PaceMemory> paces, StateWriter out) {
        out.text(zone.getId());
        picture.write(out);
        out.map(new TreeMap<>(turns), out::target, turn -> turn.write(out));
        out.each(paces, pace -> pace.write(out));
    }

    /**
     * Reads what {@link Accounts#kept} of another machine gave. Its age is the time since it came: the clocks of two
     * machines differ.
     *
     * @throws DamagedStateException if it is anything else
     */
    public static KeptState read(byte[] bytes, Moment received, Moment now) throws DamagedStateException {
        Duration age = now.since(received);
        KeptState theirs = read(bytes, writtenAt -> new Moment(writtenAt.plus(age), now.nanos()));
        return new KeptState(
                now.instant().minus(age), theirs.zone, theirs.picture, theirs.turns, theirs.paces, theirs.accounts);
    }

    /**
     * Reads what {@link Accounts#kept} gave.
     *
     * @throws DamagedStateException if it is anything else
     */
    public static KeptState read(byte[] bytes, Moment now) throws DamagedStateException {
        return read(bytes, writtenAt -> now);
    }

    /** @param now the moment of reading, by the clock that wrote */
    private static KeptState read(byte[] bytes, Function<Instant, Moment> now) throws DamagedStateException {
        try {
            Moment any = new Moment(Instant.EPOCH, 0);
            StateReader in = new StateReader(bytes, now.apply(new StateReader(bytes, any).writtenAt()));
            KeptState kept = new KeptState(
                    in.writtenAt(),
                    ZoneId.of(in.text()),
                    Snapshot.read(in),
                    in.map(in::target, () -> PollTurn.read(in)),
                    in.each(() -> PaceMemory.read(in)),
                    in.each(() -> KeptAccount.read(in)));
            if (!in.isAtEnd()) {
                throw new DamagedStateException("it goes on where it should end");
            }
            return kept;
        } catch (RuntimeException e) { // whatever a reader meets in bytes that are not its own
            throw new DamagedStateException(
                    "its content makes no sense: " + e.getClass().getSimpleName());
        }
    }
}
