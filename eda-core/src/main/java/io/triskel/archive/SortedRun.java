package io.triskel.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sorted records in a temporary file.
 *
 * <p>Nobody but the owner can read it: {@link Files#createTempFile} gives no rights to others. Nothing of it is left: with
 * {@link StandardOpenOption#DELETE_ON_CLOSE} the JDK unlinks it on Unix as soon as it is open, and Windows deletes it with
 * its last handle, so it also goes if the process is killed. If it is never closed, the channel's cleaner closes it.
 */
final class SortedRun implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final long records;
    private final long bytes;

    private SortedRun(FileChannel file, long records, long bytes) {
        this.file = file;
        this.records = records;
        this.bytes = bytes;
    }

    /** Gives sorted records one after the other. */
    interface Source {
        /** Whether there is another record. */
        boolean hasNext();

        /** Returns the next record. */
        SortedRecord next() throws IOException;
    }

    static SortedRun write(Source records, Path folder) throws IOException {
        FileChannel file = create(folder);
        try {
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
            long count = 0;
            while (records.hasNext()) {
                records.next().writeTo(out);
                count++;
            }
            out.flush();
            return new SortedRun(file, count, file.size());
        } catch (IOException | RuntimeException | Error failed) {
            file.close();
            throw failed;
        }
    }

    private static FileChannel create(Path folder) throws IOException {
        Path path = Files.createTempFile(folder, "triskel-", ".sort");
        try {
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException failed) {
            Files.deleteIfExists(path);
            throw failed;
        }
    }

    /** Reads from the first record on; an earlier reading must not continue. */
    Source read() throws IOException {
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.position(0)), BUFFER));
        return new Source() {
            private long left = records;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public SortedRecord next() throws IOException {
                left--;
                return SortedRecord.readFrom(in);
            }
        };
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
