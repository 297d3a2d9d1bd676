package trro.exporter.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Knowledge as it is kept in a file or sent to another process: compressed, behind a header by which every change of it
 * is noticed.
 *
 * <p>The header: eight letters, the version of the form, the CRC-32C of what follows the header, and its length in
 * bytes.
 */
public final class SealedState {

    /** The form that is written, and the one that is read. */
    static final int VERSION = 1;

    private static final byte[] LETTERS = "TRROKEPT".getBytes(US_ASCII);
    private static final int HEADER_BYTES = LETTERS.length + Integer.BYTES + Integer.BYTES + Long.BYTES;

    /** Room for far more than the most targets that a configuration may have. */
    private static final int MOST_BYTES = 1 << 29;

    private SealedState() {}

    public static byte[] seal(byte[] state) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream compressed = new GZIPOutputStream(body)) {
            compressed.write(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = body.toByteArray();
        return ByteBuffer.allocate(HEADER_BYTES + bytes.length)
                .put(LETTERS)
                .putInt(VERSION)
                .putInt(checksum(bytes))
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    /**
     * Opens what was sealed.
     *
     * @throws DamagedStateException if this is not exactly what {@link #seal} made
     */
    public static byte[] open(byte[] sealed) throws DamagedStateException {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        int begun = Math.min(sealed.length, LETTERS.length);
        if (!Arrays.equals(sealed, 0, begun, LETTERS, 0, begun)) {
            throw new DamagedStateException("it was not written by trro-exporter");
        }
        if (sealed.length < HEADER_BYTES) {
            throw new DamagedStateException("it is cut off");
        }
        bytes.position(LETTERS.length);
        int version = bytes.getInt();
        if (version != VERSION) {
            throw new DamagedStateException("it has form " + version
                    + ", written by another version of trro-exporter; this one reads form " + VERSION);
        }
        int checksum = bytes.getInt();
        long length = bytes.getLong();
        if (length != bytes.remaining()) {
            throw new DamagedStateException("it has " + bytes.remaining() + " bytes instead of " + length);
        }
        byte[] body = new byte[bytes.remaining()];
        bytes.get(body);
        if (checksum(body) != checksum) {
            throw new DamagedStateException("its checksum does not match");
        }
        return decompress(body);
    }

    private static byte[] decompress(byte[] body) throws DamagedStateException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] state = in.readNBytes(MOST_BYTES + 1);
            if (state.length > MOST_BYTES) {
                throw new DamagedStateException("it is too large");
            }
            return state;
        } catch (IOException e) {
            throw new DamagedStateException("it cannot be decompressed");
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
