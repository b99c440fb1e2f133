package io.triskel.cli;

import io.triskel.cli.build.ProcessLock;
import io.triskel.load.workload.OutputFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** Where runs leave their files, a folder for each, with a link to the one that started last of those that have ended. */
final class RunFolders {
    private static final String LATEST = "latest";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path parent;

    /** Puts runs below this folder, which is created if it is missing. */
    RunFolders(Path parent) {
        this.parent = parent;
    }

    /** {@return a new folder, also when several runs begin at this moment} */
    Path create(Instant now, String target) {
        String name = TIME.format(now) + "-" + target;
        try {
            Files.createDirectories(parent);
            for (int i = 1; true; i++) {
                try {
                    return Files.createDirectory(parent.resolve(i == 1 ? name : name + "-" + i));
                } catch (FileAlreadyExistsException taken) {
                    // Another run began in this second.
                }
            }
        } catch (IOException failed) {
            throw new Failure(
                    "cannot create a folder in " + parent + "; use another one with --out: " + OutputFile.why(failed),
                    failed);
        }
    }

    /**
     * Points the link at a run that has ended, unless it leads to one that started later.
     *
     * @return whether the link leads to this run and no run that started later is under way; false if something else has the link's
     *     name, or there are no links
     */
    @SuppressWarnings("try") // to be held is all that is asked of the lock
    boolean link(Path run) {
        Path link = parent.resolve(LATEST);
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            return false;
        }
        Path lock = parent.resolve("." + LATEST + ".lock");
        synchronized (RunFolders.class) {
            try (ProcessLock held = ProcessLock.take(lock, () -> {})) {
                return !leadsToLater(link, run) && point(link, run) && !isLaterUnderWay(run);
            } catch (IOException | UnsupportedOperationException noLinks) {
                return false;
            }
        }
    }

    /** A folder's name begins with the time of its run's start. */
    private static boolean isLater(Path other, Path run) {
        return name(other).compareTo(name(run)) > 0;
    }

    private static String name(Path folder) {
        return String.valueOf(folder.getFileName());
    }

    private static boolean leadsToLater(Path link, Path run) throws IOException {
        return Files.exists(link) && isLater(Files.readSymbolicLink(link), run);
    }

    private boolean point(Path link, Path run) throws IOException {
        // Made under another name and moved, so that the link always leads somewhere.
        Path fresh = parent.resolve("." + LATEST + "-" + run.getFileName());
        Files.createSymbolicLink(fresh, run.getFileName());
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private boolean isLaterUnderWay(Path run) throws IOException {
        try (Stream<Path> others = Files.list(parent)) {
            return others.anyMatch(other -> Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                    && name(other).matches("\\d{8}-\\d{6}-.*")
                    && isLater(other, run));
        }
    }
}
