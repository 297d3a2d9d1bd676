package trro.exporter.exposition;

import java.io.ByteArrayOutputStream;

/**
 * The few pieces of protobuf's wire format that a page needs.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class Protobuf {

    /** The most bytes of a varint that is not negative. */
    static final int MOST_VARINT_BYTES = 9;

    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 1 << PAYLOAD_BITS;

    private Protobuf() {}

    static int varintSize(int value) {
        return 1 + (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value | 1)) / PAYLOAD_BITS;
    }

    /**
     * Writes {@code value}, which may not be negative.
     *
     * @param at where it begins; {@link #MOST_VARINT_BYTES} must be left
     * @return where it ends
     */
    static int writeVarint(long value, byte[] buffer, int at) {
        int end = at;
        long rest = value;
        while (rest >= MORE) {
            buffer[end++] = (byte) (rest | MORE);
            rest >>>= PAYLOAD_BITS;
        }
        buffer[end++] = (byte) rest;
        return end;
    }

    /**
     * A field of a length and so many bytes.
     *
     * @param tag its number and type, as one byte
     */
    static byte[] field(int tag, byte[]... parts) {
        byte[] content = join(parts);
        byte[] length = new byte[varintSize(content.length)];
        writeVarint(content.length, length, 0);
        return join(new byte[] {(byte) tag}, length, content);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
