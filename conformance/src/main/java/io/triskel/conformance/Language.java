package io.triskel.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A language other than Java, whose driver is a process.
 *
 * @param file the driver, below the project's folder
 * @param command what starts it
 * @param sources the folder that must not be newer than {@code built}; empty if nothing is built
 * @param built the folder that {@code npm run build} writes
 */
record Language(String name, String file, List<String> command, String sources, String built) {
    /** The command of a driver of one's own. */
    private static final String OWN = "triskel.conformance.driver";

    /** {@return those whose drivers this project has, and the one that is named} */
    static Stream<Language> all(Path root) {
        // Debian's Python, which has Debian's packages: another one may come first on the path.
        Stream<Language> known = Stream.of(
                        new Language(
                                "Node.js",
                                "clients/node/conformance/driver.mjs",
                                List.of("node"),
                                "clients/node/src",
                                "clients/node/dist"),
                        new Language(
                                "Python", "clients/python/conformance/driver.py", List.of("/usr/bin/python3"), "", ""))
                .filter(language -> Files.exists(root.resolve(language.file)));
        return Stream.concat(
                known,
                Optional.ofNullable(System.getProperty(OWN)).stream()
                        .map(command -> new Language("yours", "", List.of(command.split(" ")), "", "")));
    }

    /** {@return whether the documents have its results} */
    boolean isOurs() {
        return !file.isEmpty();
    }

    Driver start(Path root, Mutant mutant) {
        build(root);
        List<String> whole = new ArrayList<>(command);
        if (isOurs()) {
            whole.add(file);
        }
        return ProcessDriver.start(whole, root, mutant.tag());
    }

    private void build(Path root) {
        if (!sources.isEmpty() && newest(root.resolve(sources)).compareTo(newest(root.resolve(built))) > 0) {
            Path folder = root.resolve(sources).resolveSibling("").normalize();
            if (!Files.exists(folder.resolve("node_modules"))) {
                run(folder, List.of("npm", "ci", "--no-audit", "--no-fund"));
            }
            run(folder, List.of("npm", "run", "build"));
        }
    }

    private static FileTime newest(Path folder) {
        if (!Files.exists(folder)) {
            return FileTime.fromMillis(0);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            FileTime newest = FileTime.fromMillis(0);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
            return newest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path folder, List<String> command) {
        try {
            int status = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + status + " in " + folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + command.get(0) + " works", e);
        }
    }
}
