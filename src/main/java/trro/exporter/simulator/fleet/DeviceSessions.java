package trro.exporter.simulator.fleet;

import java.util.List;
import java.util.function.Consumer;

/**
 * The sessions of one device, as a pure function of seed, device and hour.
 *
 * <p>A session belongs, with its whole length, to the hour in which it ends. So an open hour's figures only grow, a
 * closed hour's are final, whole minutes add up without remainders, and an hour may hold more minutes than it has, as
 * in the vendor's sample.
 */
final class DeviceSessions implements SessionTotals.Source {

    private static final int SPELL_DAYS = 4;
    private static final double SILENT_SPELLS = 0.4;
    private static final double MARATHONS = 0.01;

    private final int index;
    private final SimulatedDevice device;
    private final int cockpit;
    private final List<QualityDrop> drops;
    private final long seed;
    private final double diligence;
    private final double notBadRatio;

    DeviceSessions(long fleetSeed, SimulatedProject project, int index, List<QualityDrop> fleetDrops) {
        this.index = index;
        this.device = project.devices().get(index);
        this.cockpit = index % project.cockpits();
        this.drops = fleetDrops.stream()
                .filter(drop -> drop.concerns(project.id(), device.id()))
                .toList();
        this.seed = SeededRandom.bits(SeededRandom.bits(fleetSeed, project.id()), device.id());
        this.diligence = 0.6 + 0.8 * SeededRandom.fraction(seed, -1);
        double luck = SeededRandom.fraction(seed, -2);
        this.notBadRatio = switch (device.behaviour()) {
            case SOUND, FITFUL, IDLE -> 0.94 + 0.05 * luck;
            case BAD_NETWORK -> 0.40 + 0.25 * luck;
        };
    }

    SimulatedDevice device() {
        return device;
    }

    /** Index of the device that drives it. */
    int cockpit() {
        return cockpit;
    }

    @Override
    public void count(Hour hour, long asOf, SessionTotals totals) {
        sessionsEndingIn(hour, session -> {
            if (session.end() <= asOf) {
                totals.add(session);
            }
        });
    }

    /** Every session that ends in this hour, whether that is past or future, in no order. */
    void sessionsEndingIn(Hour hour, Consumer<Session> sink) {
        if (isSilent(hour)) {
            return;
        }
        long chance = SeededRandom.bits(seed, hour.start());
        double expected = device.type().expectedSessions(hour) * diligence;
        int sessions =
                (int) (expected * (0.4 + 1.2 * SeededRandom.fraction(chance, 0)) + SeededRandom.fraction(chance, 1));
        for (int i = 0; i < sessions && expected > 0; i++) {
            sink.accept(session(hour, SeededRandom.bits(chance, 2 + i)));
        }
    }

    private boolean isSilent(Hour hour) {
        return switch (device.behaviour()) {
            case SOUND, BAD_NETWORK -> false;
            case IDLE -> true;
            case FITFUL -> {
                long phase = Math.floorMod(seed, SPELL_DAYS);
                long spell = Math.floorDiv(hour.epochDay() + phase, SPELL_DAYS);
                yield SeededRandom.fraction(seed, spell) < SILENT_SPELLS;
            }
        };
    }

    private Session session(Hour hour, long chance) {
        long end = hour.start() + SeededRandom.below((int) (hour.end() - hour.start()), chance, 0);
        double length = SeededRandom.fraction(chance, 1);
        int minutes = length < MARATHONS
                ? 60 + SeededRandom.below(Session.MAX_MINUTES - 60, chance, 2)
                : 2 + (int) (38 * length * length * length);
        boolean notBad = SeededRandom.fraction(chance, 3) < notBadRatioAt(end);
        return new Session(chance, index, cockpit, end, minutes, notBad);
    }

    private double notBadRatioAt(long second) {
        for (QualityDrop drop : drops) {
            if (drop.covers(second)) {
                return drop.notBadRatio();
            }
        }
        return notBadRatio;
    }
}
