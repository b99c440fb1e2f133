package io.triskel.readme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the documents are. */
final class Documents {
    /** The folder that holds the README. */
    static final Path TOP = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("mvnw")))
            .findFirst()
            .orElseThrow();

    private Documents() {}
}
