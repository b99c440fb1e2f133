package io.triskel.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Says whether this user can write to a folder. */
public final class WritableFolder {
    /** What helps a user who cannot write to Maven's folders, as an imperative. */
    public static final String MAVEN_WAY_OUT =
            "name folders of your own: export MAVEN_USER_HOME=DIR MAVEN_OPTS=-Dmaven.repo.local=DIR/repository";

    private WritableFolder() {}

    /**
     * {@return why this user cannot write to a folder, as a clause that names the folder; empty if the folder can be written or
     * created}
     */
    public static Optional<String> problem(Path folder) {
        Path there = Stream.iterate(folder.toAbsolutePath().normalize(), each -> each != null, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElse(folder);
        if (!Files.isDirectory(there)) {
            return Optional.of(there + " is a file, and a folder is needed");
        }
        return Files.isWritable(there) ? Optional.empty() : Optional.of("you cannot write to " + there + owner(there));
    }

    private static String owner(Path folder) {
        try {
            return ", which belongs to " + Files.getOwner(folder).getName();
        } catch (IOException | UnsupportedOperationException unknown) {
            return "";
        }
    }

    /** {@return how a user whom a checkout does not belong to can build it, as an imperative} */
    public static String wayOut(Path home) {
        return "use a checkout of your own, or take this one over: sudo chown -R \"$(id -un)\" " + home;
    }
}
