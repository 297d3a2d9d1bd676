package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A sample's value as {@link Double#toString(double)} has it, which is what Prometheus' library writes. Numbers as TRRO
 * reports them, whole ones and whole percents, are written without garbage.
 */
final class SampleValue {

    /** The longest text of a double: -2.2250738585072014E-308. */
    static final int MOST_BYTES = 24;

    private static final int LEAST_EXPONENTIAL = 10_000_000; // from here on Double.toString writes an exponent
    private static final double[] SHARES = new double[100];
    private static final byte[][] SHARE_TEXTS = new byte[SHARES.length][];

    static {
        for (int percent = 0; percent < SHARES.length; percent++) {
            SHARES[percent] = percent / 100.0;
            SHARE_TEXTS[percent] = text(SHARES[percent]);
        }
    }

    private SampleValue() {}

    /**
     * Writes a finite {@code value}.
     *
     * @param at where it begins; {@link #MOST_BYTES} must be left
     * @return where it ends
     */
    static int write(double value, byte[] buffer, int at) {
        int whole = (int) value;
        if (Double.doubleToRawLongBits(value) >= 0 && whole < LEAST_EXPONENTIAL) { // neither negative nor minus zero
            if (whole == value) {
                return writeWhole(whole, buffer, at);
            }
            int percent = (int) Math.rint(value * 100);
            if (percent < SHARES.length && SHARES[percent] == value) {
                return copy(SHARE_TEXTS[percent], buffer, at);
            }
        }
        return copy(text(value), buffer, at);
    }

    private static int writeWhole(int value, byte[] buffer, int at) {
        int digits = 1;
        for (int limit = 10; value >= limit; limit *= 10) {
            digits++;
        }
        int rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        int end = at + digits;
        buffer[end] = '.';
        buffer[end + 1] = '0';
        return end + 2;
    }

    private static int copy(byte[] text, byte[] buffer, int at) {
        System.arraycopy(text, 0, buffer, at, text.length);
        return at + text.length;
    }

    private static byte[] text(double value) {
        return Double.toString(value).getBytes(ISO_8859_1);
    }
}
