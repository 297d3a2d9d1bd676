package trro.exporter.exposition;

import java.io.IOException;
import java.io.OutputStream;

/** Gathers the small pieces of a page, so that what is behind it is called seldom. */
final class PageBuffer {

    private static final int SIZE = 32 * 1024;

    private final OutputStream out;
    private final byte[] bytes = new byte[SIZE];
    private int used;

    PageBuffer(OutputStream out) {
        this.out = out;
    }

    void append(byte[] piece) throws IOException {
        if (piece.length > SIZE) {
            flush();
            out.write(piece);
            return;
        }
        reserve(piece.length);
        System.arraycopy(piece, 0, bytes, used, piece.length);
        used += piece.length;
    }

    void append(int oneByte) throws IOException {
        reserve(1);
        bytes[used++] = (byte) oneByte;
    }

    /** Appends a value as text. */
    void appendText(double value) throws IOException {
        reserve(SampleValue.MOST_BYTES);
        used = SampleValue.write(value, bytes, used);
    }

    void appendVarint(int value) throws IOException {
        reserve(Protobuf.MOST_VARINT_BYTES);
        used = Protobuf.writeVarint(value, bytes, used);
    }

    /** Appends eight bytes, the lowest first. */
    void appendFixed64(long value) throws IOException {
        reserve(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[used++] = (byte) (value >>> shift);
        }
    }

    /** Hands on what is held back. */
    void flush() throws IOException {
        out.write(bytes, 0, used);
        used = 0;
    }

    private void reserve(int count) throws IOException {
        if (used + count > SIZE) {
            flush();
        }
    }
}
