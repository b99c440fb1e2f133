package io.triskel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run of the demo writes its files.
 *
 * @param root of the folders with generated names
 * @param out the folder that the user named, if any
 */
record DemoFolder(Path root, Optional<Path> out) {
    private static final List<String> FILES = List.of("events.jsonl", "orders.jsonl", "revenue.jsonl");

    /**
     * Checks that the folder can be one of results.
     *
     * @throws IllegalArgumentException if it is none, or a run would write over its input
     */
    void refuseOver(Path input, Targets targets) {
        if (out.isEmpty()) {
            return;
        }
        Path folder = out.get();
        if (folder.toString().isBlank()) {
            throw new IllegalArgumentException("--out is empty; it must name a folder");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--out " + folder + " is a file, not a folder");
        }
        boolean isOver = Stream.concat(
                        Stream.of(folder), targets.all().stream().map(each -> folder.resolve(each.text())))
                .anyMatch(each -> FILES.stream().anyMatch(name -> isSame(input, each.resolve(name))));
        if (isOver) {
            throw new IllegalArgumentException(
                    "--out " + folder + " would overwrite the input " + input + "; use another folder");
        }
    }

    private static boolean isSame(Path file, Path other) {
        try {
            return Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** {@return the folder of a run, by its name unless the user named one} */
    Path of(String name) {
        return out.orElseGet(() -> new RunFolders(root).create(Instant.now(), name));
    }

    /** {@return the link to the latest run, if it leads to this folder now} */
    Optional<Path> linked(Path folder) {
        return out.isEmpty() && new RunFolders(root).link(folder)
                ? Optional.of(folder.resolveSibling("latest"))
                : Optional.empty();
    }

    /** {@return where the files are, for people} */
    static List<String> lines(Path folder, Optional<Path> link) {
        List<String> text = new ArrayList<>(List.of("Files: " + fromHere(folder)));
        link.ifPresent(path -> text.add("       also as " + fromHere(path)));
        return text;
    }

    private static Path fromHere(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }
}
