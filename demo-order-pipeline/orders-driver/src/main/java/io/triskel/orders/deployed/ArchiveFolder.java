package io.triskel.orders.deployed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder used as an archive's bucket. */
public record ArchiveFolder(Path folder) {
    /** Creates the folder: a bucket is there before anything is written to it. */
    public static ArchiveFolder create(Path folder) {
        try {
            return new ArchiveFolder(Files.createDirectories(folder));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot create " + folder + " for the archive", failed);
        }
    }

    /** {@return where the archive is, as an operator says it} */
    public String address() {
        return folder.toUri().toString();
    }

    /** {@return whether nothing was written to it yet} */
    public boolean isEmpty() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.noneMatch(Files::isRegularFile);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read " + folder, failed);
        }
    }
}
