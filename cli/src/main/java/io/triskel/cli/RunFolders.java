package io.triskel.cli;

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

/** Where runs leave their files, a folder for each, with a link to the one that ended last. */
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
     * {@return whether the link leads to this folder now; false if something else has the link's name, or there are no links}
     */
    boolean link(Path run) {
        Path link = parent.resolve(LATEST);
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            return false;
        }
        try {
            // Made under another name and moved, so that the link always leads somewhere.
            Path fresh = parent.resolve("." + LATEST + "-" + run.getFileName());
            Files.createSymbolicLink(fresh, run.getFileName());
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException | UnsupportedOperationException noLinks) {
            return false;
        }
    }
}
