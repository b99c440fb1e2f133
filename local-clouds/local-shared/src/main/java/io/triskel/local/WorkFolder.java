package io.triskel.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Creates temporary folders, each marked with its owner, a process. A folder is removed when its owner ends by itself
 * or by a signal; if the owner was killed, the next process that creates a folder removes it.
 */
public final class WorkFolder {
    private static final String PREFIX = "triskel-";

    /**
     * Tries several times, since a child may still write files briefly: {@link ChildProcess} kills it only after this
     * JVM's end.
     */
    private static final String REMOVE_WHEN_WE_ARE_GONE = """
            trap '' INT HUP TERM
            while read -r line; do :; done
            for again in 1 2 3 4 5; do rm -rf "$@" && exit; sleep 1; done
            """;

    private WorkFolder() {}

    /**
     * Creates a folder, and removes folders whose owners have ended.
     *
     * @param prefix of the folder's name: {@code triskel-}, a word for its purpose, and a hyphen
     */
    public static Path create(String prefix) {
        try {
            AtTheEnd.prepare();
            removeOrphans();
            Path folder = Files.createTempDirectory(
                    temporary(), prefix + ProcessHandle.current().pid() + "-");
            Owner.here().mark(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder " + prefix, e);
        }
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Runs work in a new folder, which is removed afterwards.
     *
     * @param prefix as for {@link #create}
     * @throws X what the work throws
     */
    public static <T, X extends Exception> T within(String prefix, Work<T, X> work) throws X {
        Path folder = create(prefix);
        try {
            return work.in(folder);
        } finally {
            remove(folder);
        }
    }

    /**
     * Creates an object that owns a new folder and removes it when the object ends; if the work fails, the folder is
     * removed immediately.
     *
     * @param prefix as for {@link #create}
     * @throws X what the work throws
     */
    public static <T, X extends Exception> T handedTo(String prefix, Work<T, X> work) throws X {
        Path folder = create(prefix);
        boolean handed = false;
        try {
            T owner = work.in(folder);
            handed = true;
            return owner;
        } finally {
            if (!handed) {
                remove(folder);
            }
        }
    }

    /** Work in a folder. */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        T in(Path folder) throws X;
    }

    /** Removes a folder with all its content. */
    public static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> innermostFirst = new ArrayList<>(files.toList());
            innermostFirst.sort(Comparator.reverseOrder());
            for (Path file : innermostFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A dying function may still write here; the next process that creates a folder removes the rest.
        }
    }

    private static void removeOrphans() throws IOException {
        marked(owner -> !owner.isAlive()).forEach(WorkFolder::remove);
    }

    private static List<Path> marked(Predicate<Owner> owners) throws IOException {
        try (Stream<Path> folders = Files.list(temporary())) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(PREFIX)
                            && Owner.of(folder).filter(owners).isPresent())
                    .toList();
        }
    }

    /** Removes this process's remaining folders when it ends by itself or by a signal. */
    private static final class AtTheEnd {
        static {
            Runtime.getRuntime().addShutdownHook(new Thread(AtTheEnd::leaveToShell, "remove work folders"));
        }

        /** Loads this class, whose initializer registers the shutdown hook, once. */
        static void prepare() {}

        /**
         * Lets a shell remove the folders after this process has ended: until then this process and its children may
         * write there.
         */
        private static void leaveToShell() {
            try {
                Owner us = Owner.here();
                List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", REMOVE_WHEN_WE_ARE_GONE, "remover"));
                marked(us::equals).forEach(folder -> command.add(folder.toString()));
                if (command.size() > 4) {
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
                }
            } catch (IOException e) {
                // The next process that creates a folder removes these.
            }
        }
    }
}
