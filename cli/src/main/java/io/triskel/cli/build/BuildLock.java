package io.triskel.cli.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held by the one process that builds. The operating system releases it when that process ends, however that comes. */
final class BuildLock implements AutoCloseable {
    private final FileChannel locked;

    private BuildLock(FileChannel locked) {
        this.locked = locked;
    }

    /**
     * Takes the lock, after others that have it.
     *
     * @param folder the build's folder
     * @param waiting run once if another process has the lock
     * @throws IOException if the folder cannot be written to
     */
    static BuildLock take(Path folder, Runnable waiting) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("build.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                waiting.run();
                channel.lock();
            }
            return new BuildLock(channel);
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
