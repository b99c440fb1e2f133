package io.triskel.cli.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that one process at a time holds. The operating system releases it when that process ends, however that comes. */
public final class ProcessLock implements AutoCloseable {
    private final FileChannel locked;

    private ProcessLock(FileChannel locked) {
        this.locked = locked;
    }

    /**
     * Takes the lock, after others that have it.
     *
     * @param file created if it is missing, and kept
     * @param waiting run once if another process has the lock
     * @throws IOException if the file cannot be written to
     */
    public static ProcessLock take(Path file, Runnable waiting) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                waiting.run();
                channel.lock();
            }
            return new ProcessLock(channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        locked.close();
    }
}
