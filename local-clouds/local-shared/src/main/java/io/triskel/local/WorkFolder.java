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
 * Temporary folders that say whose they are. They go with their owner whatever signal ends it; what one left that was killed
 * outright, the next one to come removes.
 */
public final class WorkFolder {
    private static final String PREFIX = "triskel-";

    /** Files of a child may still come for a moment: {@link ChildProcess} kills it when we are gone, and not before. */
    private static final String REMOVE_WHEN_WE_ARE_GONE = """
            trap '' INT HUP TERM
            while read -r line; do :; done
            for again in 1 2 3 4 5; do rm -rf "$@" && exit; sleep 1; done
            """;

    private WorkFolder() {}

    /**
     * Creates one, and removes those whose owners are gone.
     *
     * @param prefix what it is for: {@code triskel-}, a word and a hyphen
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

    /** What is done once, when this process ends by itself or by a signal, with the folders that it still has then. */
    private static final class AtTheEnd {
        static {
            Runtime.getRuntime().addShutdownHook(new Thread(AtTheEnd::leaveToShell, "remove work folders"));
        }

        /** Loads this class, which prepares all there is to prepare, and that once. */
        static void prepare() {}

        /** A shell removes them, after our end: until then our children write there, and we may. */
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
                // The next one to come removes them.
            }
        }
    }
}
