package trro.exporter.backfill;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
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
        /** Everything that is known by now of how far answers of an account's interval can be trusted. */
        KNOWLEDGE('K'),
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

    private static final byte[] MAGIC = "trro-exporter backfill 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 1 + Integer.BYTES + Integer.BYTES; // kind, length, checksum
    private static final int MOST_BYTES = 1 << 28;

    private final Path file;
    private final FileChannel channel;
    private long end;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens the journal, or makes a new one.
     *
     * @throws BackfillException if the file is none, or another process has it
     */
    static Journal open(Path file) throws IOException, BackfillException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(file, channel);
            Journal journal = new Journal(file, channel);
            journal.checkMagic();
            journal.read((kind, position, content) -> {});
            channel.truncate(journal.end);
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

    private void checkMagic() throws IOException, BackfillException {
        ByteBuffer start = ByteBuffer.allocate(MAGIC.length);
        fill(start, 0);
        byte[] found = Arrays.copyOf(start.array(), start.position());
        if (Arrays.equals(found, MAGIC)) {
            return;
        }
        if (!Arrays.equals(found, Arrays.copyOf(MAGIC, found.length))) {
            throw new BackfillException(
                    file + " is no journal of a backfill of this version; remove it, or choose another --output");
        }
        write(ByteBuffer.wrap(MAGIC), 0);
    }

    /** Gives all records that are whole. */
    synchronized void read(Reader reader) throws IOException {
        long position = MAGIC.length;
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        while (true) {
            head.clear();
            fill(head, position);
            if (head.hasRemaining()) {
                break;
            }
            head.flip();
            byte code = head.get();
            Optional<Kind> kind = Kind.of(code);
            int length = head.getInt();
            int checksum = head.getInt();
            if (kind.isEmpty() || length < 0 || length > MOST_BYTES) {
                break;
            }
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(length, channel.size()));
            fill(content, position + HEAD_BYTES);
            if (content.position() < length || checksum(code, content.array()) != checksum) {
                break;
            }
            reader.record(kind.get(), position, stream(content.array()));
            position += HEAD_BYTES + length;
        }
        end = position;
    }

    /** Adds a record, and returns its position. */
    synchronized long append(Kind kind, byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + content.length);
        record.put(kind.code);
        record.putInt(content.length);
        record.putInt(checksum(kind.code, content));
        record.put(content);
        record.flip();
        long position = end;
        write(record, position);
        end = position + HEAD_BYTES + content.length;
        return position;
    }

    /** The content of the record at a position. */
    DataInputStream at(long position) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        fill(head, position);
        ByteBuffer content = ByteBuffer.allocate(head.getInt(1));
        fill(content, position + HEAD_BYTES);
        return stream(content.array());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void fill(ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static int checksum(byte code, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(code);
        crc.update(content);
        return (int) crc.getValue();
    }

    private static DataInputStream stream(byte[] content) {
        return new DataInputStream(new ByteArrayInputStream(content));
    }
}
