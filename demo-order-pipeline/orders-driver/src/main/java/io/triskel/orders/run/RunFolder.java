package io.triskel.orders.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one run. A marker file says that a run wrote the folder's files, so that a later run may overwrite these
 * and no others; a lock on the marker keeps a second run away.
 */
final class RunFolder implements AutoCloseable {
    private static final String MARKER = ".triskel-run";
    private static final byte[] MARK =
            "events.jsonl, orders.jsonl and revenue.jsonl here belong to a run of triskel; a later one may overwrite them.\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final Path folder;
    private final FileChannel marker;

    private RunFolder(Path folder, FileChannel marker) {
        this.folder = folder;
        this.marker = marker;
    }

    /**
     * Takes the folder, and creates it if it is missing.
     *
     * @throws IllegalStateException if it cannot be written to, or holds files that no run has written; the message is for
     *     people
     */
    static RunFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            foreign(folder).ifPresent(file -> {
                throw new IllegalStateException(file + " already exists and was not written by triskel;"
                        + " use another folder, or move that file");
            });
            return new RunFolder(folder, mark(folder));
        } catch (IOException failed) {
            throw new IllegalStateException("cannot write to " + folder + ": " + why(failed), failed);
        }
    }

    private static Optional<Path> foreign(Path folder) {
        return Files.exists(folder.resolve(MARKER))
                ? Optional.empty()
                : Stream.of(events(folder), orders(folder), revenue(folder))
                        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                        .findFirst();
    }

    private static FileChannel mark(Path folder) throws IOException {
        FileChannel marker =
                FileChannel.open(folder.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isLockedByAnother(marker)) {
                throw new IllegalStateException("another run is writing to " + folder + "; use another folder");
            }
            marker.truncate(0).write(ByteBuffer.wrap(MARK));
            return marker;
        } catch (IOException | IllegalStateException failed) {
            marker.close();
            throw failed;
        }
    }

    private static boolean isLockedByAnother(FileChannel marker) throws IOException {
        try {
            return marker.tryLock() == null;
        } catch (OverlappingFileLockException ours) {
            return true;
        }
    }

    /** {@return why a file could not be written, in words} */
    static String why(IOException failed) {
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failed instanceof FileAlreadyExistsException) {
            return "this is a file, not a folder";
        }
        if (failed instanceof NoSuchFileException missing) {
            return "no such file or folder: " + missing.getFile();
        }
        String reason = failed instanceof FileSystemException system ? system.getReason() : failed.getMessage();
        return reason == null ? failed.toString() : reason;
    }

    Path events() {
        return events(folder);
    }

    Path orders() {
        return orders(folder);
    }

    Path revenue() {
        return revenue(folder);
    }

    private static Path events(Path folder) {
        return folder.resolve("events.jsonl");
    }

    private static Path orders(Path folder) {
        return folder.resolve("orders.jsonl");
    }

    private static Path revenue(Path folder) {
        return folder.resolve("revenue.jsonl");
    }

    @Override
    public void close() {
        try {
            marker.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot close " + folder.resolve(MARKER), failed);
        }
    }
}
