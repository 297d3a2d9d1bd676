package trro.exporter.backfill;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Records on disk that survive a process that is killed at any moment: a record that was cut off, and what follows one
 * that was damaged, is as if it had never been written. One process has it at a time. Thread-safe.
 */
final class Journal implements Closeable {

    /** The meaning of a record. */
    enum Kind {
        /** The request, as the first record. */
        REQUEST('Q'),
        /** The calendar of an account's interval, told by rows that were looked at first. */
        CALENDAR('C'),
        /** Further questions about an account's interval rest on the answers that are before this record. */
        ROUND('R'),
        /** An answer. */
        ANSWER('A'),
        /** A question that was refused for its range, so that its halves are asked instead. */
        DIVIDED('D'),
        /** A question that is not asked any more. */
        GIVEN_UP('G'),
        /** The buckets of an account's interval that Prometheus lacked at first. */
        GAPS('L'),
        /** The start of a time whose samples were taken by the receiver. */
        PUSHED('P');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        private static Optional<Kind> of(byte code) {
            return Stream.of(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    /** Takes the records in their order. */
    interface Reader {
        void record(Kind kind, long position, DataInputStream content) throws IOException;
    }

    /** Writes the content of a record. */
    interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private record Entry(Kind kind, int length, DataInputStream content) {}

    private static final byte[] MAGIC = "trro-exporter backfill 2\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 1 + Integer.BYTES + Integer.BYTES; // kind, length, checksum
    private static final int MOST_BYTES = 1 << 28; // a damaged length must not cost all memory

    private final FileChannel channel;
    private long end;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens the journal, or makes a new one; it has to be read before something is added.
     *
     * @throws BackfillException if the file is none, or another process has it
     */
    static Journal open(Path file) throws IOException, BackfillException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(file, channel);
            Journal journal = new Journal(channel);
            byte[] found = journal.bytes(0, MAGIC.length);
            if (!Arrays.equals(found, Arrays.copyOf(MAGIC, found.length))) {
                throw new BackfillException(
                        file + " is no journal of a backfill of this version; remove it, or choose another --output");
            }
            journal.write(ByteBuffer.wrap(MAGIC), 0);
            return journal;
        } catch (IOException | BackfillException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException, BackfillException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // this process has it
        }
        throw new BackfillException("another backfill writes " + file + "; let it end, or choose another --output");
    }

    /** Gives all records that are whole, and cuts off what follows them. */
    synchronized void read(Reader reader) throws IOException {
        end = MAGIC.length;
        for (Optional<Entry> next = entry(end); next.isPresent(); next = entry(end)) {
            reader.record(next.get().kind(), end, next.get().content());
            end += HEAD_BYTES + next.get().length();
        }
        channel.truncate(end);
    }

    /** Adds a record, and returns its position. */
    synchronized long append(Kind kind, Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.write(new DataOutputStream(bytes));
        ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + bytes.size())
                .put(kind.code)
                .putInt(bytes.size())
                .putInt(checksum(kind.code, bytes.toByteArray()))
                .put(bytes.toByteArray())
                .flip();
        long position = end;
        write(record, position);
        end += record.limit();
        return position;
    }

    /** The content of the record at a position. */
    DataInputStream at(long position) throws IOException {
        return entry(position)
                .orElseThrow(() -> new IOException("its record at byte " + position + " is damaged"))
                .content();
    }

    /** The record at a position; empty if there is none that is whole. */
    private Optional<Entry> entry(long position) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(bytes(position, HEAD_BYTES));
        if (head.limit() < HEAD_BYTES) {
            return Optional.empty();
        }
        byte code = head.get();
        int length = head.getInt();
        int checksum = head.getInt();
        if (length < 0 || length > Math.min(MOST_BYTES, channel.size())) {
            return Optional.empty();
        }
        byte[] content = bytes(position + HEAD_BYTES, length);
        if (content.length != length || checksum(code, content) != checksum) {
            return Optional.empty();
        }
        return Kind.of(code)
                .map(kind -> new Entry(kind, length, new DataInputStream(new ByteArrayInputStream(content))));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** As many bytes as are there, at most {@code count}. */
    private byte[] bytes(long position, long count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) count);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, position + bytes.position());
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, position + bytes.position());
        }
    }

    private static int checksum(byte code, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(code);
        crc.update(content);
        return (int) crc.getValue();
    }
}
