package trro.exporter.simulator.fleet;

/** Chance without state: the same question always falls the same way, so any moment can be asked for again. */
public final class SeededRandom {

    private static final double ONE_OF_2_POW_53 = 0x1.0p-53;

    private SeededRandom() {}

    /** Sixty-four well-mixed bits for {@code key} under {@code seed} (the finaliser of SplitMix64). */
    public static long bits(long seed, long key) {
        long bits = seed + (key + 1) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }

    public static long bits(long seed, String key) {
        long bits = seed;
        for (int i = 0; i < key.length(); i++) {
            bits = bits(bits, key.charAt(i));
        }
        return bits;
    }

    /** A fraction from 0 to below 1 for {@code key} under {@code seed}. */
    static double fraction(long seed, long key) {
        return (bits(seed, key) >>> 11) * ONE_OF_2_POW_53;
    }

    /** A whole number from 0 to below {@code bound} for {@code key} under {@code seed}. */
    static int below(int bound, long seed, long key) {
        return (int) (fraction(seed, key) * bound);
    }
}
