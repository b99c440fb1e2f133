package io.triskel.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Temporary folders that bear the process id of their owner, so that the next one to come removes what a killed one left.
 */
public final class WorkFolder {
    private WorkFolder() {}

    /**
     * Creates one, and removes those of the same prefix whose owners are gone.
     *
     * @param prefix what they are for, ending in a hyphen
     */
    public static Path create(String prefix) {
        try {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            removeOrphans(temporary, prefix);
            return Files.createTempDirectory(
                    temporary, prefix + ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder " + prefix, e);
        }
    }

    /**
     * Works in one that is there for as long.
     *
     * @param prefix as for {@link #create}
     * @throws Exception what the work throws
     */
    public static <T> T within(String prefix, Work<T> work) throws Exception {
        Path folder = create(prefix);
        try {
            return work.in(folder);
        } finally {
            remove(folder);
        }
    }

    /**
     * Makes something that has one, and is to remove it when it ends; if it cannot be made the folder goes at once.
     *
     * @param prefix as for {@link #create}
     * @throws Exception what the work throws
     */
    public static <T> T handedTo(String prefix, Work<T> work) throws Exception {
        Path folder = create(prefix);
        try {
            return work.in(folder);
        } catch (Exception e) {
            remove(folder);
            throw e;
        }
    }

    /** What is done in a folder. */
    @FunctionalInterface
    public interface Work<T> {
        /** The result is the work's. */
        T in(Path folder) throws Exception;
    }

    /** Removes it with all that is in it. */
    public static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> innermostFirst = new ArrayList<>(files.toList());
            innermostFirst.sort(Comparator.reverseOrder());
            for (Path file : innermostFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A dying function may still write here; whoever starts next removes the rest.
        }
    }

    private static void removeOrphans(Path temporary, String prefix) throws IOException {
        try (Stream<Path> folders = Files.list(temporary)) {
            folders.filter(folder -> isOrphan(folder, prefix)).forEach(WorkFolder::remove);
        }
    }

    private static boolean isOrphan(Path folder, String prefix) {
        String name = folder.getFileName().toString();
        if (!name.startsWith(prefix) || !name.substring(prefix.length()).matches("\\d+-.*")) {
            return false;
        }
        long owner = Long.parseLong(name.substring(prefix.length(), name.indexOf('-', prefix.length())));
        return ProcessHandle.of(owner).filter(ProcessHandle::isAlive).isEmpty();
    }
}
