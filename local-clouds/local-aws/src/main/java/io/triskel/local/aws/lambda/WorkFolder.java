package io.triskel.local.aws.lambda;

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
final class WorkFolder {
    private static final String PREFIX = "triskel-lambda-";

    private WorkFolder() {}

    static Path create() {
        try {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            removeOrphans(temporary);
            return Files.createTempDirectory(
                    temporary, PREFIX + ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder for functions", e);
        }
    }

    static void remove(Path folder) {
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

    private static void removeOrphans(Path temporary) throws IOException {
        try (Stream<Path> folders = Files.list(temporary)) {
            folders.filter(WorkFolder::isOrphan).forEach(WorkFolder::remove);
        }
    }

    private static boolean isOrphan(Path folder) {
        String name = folder.getFileName().toString();
        if (!name.matches(PREFIX + "\\d+-.*")) {
            return false;
        }
        long owner = Long.parseLong(name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length())));
        return ProcessHandle.of(owner).filter(ProcessHandle::isAlive).isEmpty();
    }
}
