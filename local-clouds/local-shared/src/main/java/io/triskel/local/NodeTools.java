package io.triskel.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Installs Node.js packages at the versions of a committed lock file, on first use, into a folder that git ignores. If
 * several processes ask at the same time, one installs and the others wait.
 */
public final class NodeTools {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;

    private NodeTools(Path folder) {
        this.folder = folder;
    }

    /**
     * Installs the packages of {@code package.json} and {@code package-lock.json} in {@code definition}, unless they are
     * installed already.
     *
     * @param target created if absent, replaced if it was installed from another lock file
     * @throws IllegalStateException when npm fails, with the end of its output
     */
    public static synchronized NodeTools install(Path definition, Path target) {
        try {
            Files.createDirectories(target);
            Path lockFile = target.resolve("install.lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || !isInstalled(definition, target)) {
                    npmCi(definition, target);
                }
            }
            return new NodeTools(target);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot install Node.js tools into " + target, e);
        }
    }

    /** The tools of the project that contains the working directory. */
    public static NodeTools ofProject() {
        return of(projectRoot());
    }

    /** The tools of the project in this folder: {@code local-clouds/node} into {@code .triskel/node}. */
    public static NodeTools of(Path project) {
        return install(project.resolve("local-clouds/node"), project.resolve(".triskel/node"));
    }

    /**
     * The folder of this project, found upwards from the working directory, else from these classes: a command may be started anywhere.
     *
     * @throws IllegalStateException if neither is in the project
     */
    public static Path projectRoot() {
        return projectRoot(Path.of("").toAbsolutePath());
    }

    static Path projectRoot(Path here) {
        return above(here)
                .or(() -> above(classes()))
                .orElseThrow(() -> new IllegalStateException(
                        "No local-clouds/node/package-lock.json at or above " + here + " and " + classes()));
    }

    private static Optional<Path> above(Path here) {
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("local-clouds/node/package-lock.json")))
                .findFirst();
    }

    private static Path classes() {
        try {
            return Path.of(NodeTools.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The location of these classes is not a path", e);
        }
    }

    /** A file of an installed package, such as {@code dynalite/cli.js}. */
    public Path file(String inModules) {
        return folder.resolve("node_modules").resolve(inModules);
    }

    public Path folder() {
        return folder;
    }

    private static boolean isInstalled(Path definition, Path target) throws IOException {
        Path lock = definition.resolve("package-lock.json");
        Path installed = target.resolve("package-lock.installed.json");
        boolean byThis = Files.exists(installed) && Files.mismatch(installed, lock) < 0;
        boolean byNpm = definition.equals(target) && isInstalledByNpm(lock, target);
        return Files.isDirectory(target.resolve("node_modules")) && (byThis || byNpm);
    }

    /** npm writes this file last (npm's documentation of package-lock.json, "Hidden Lockfiles"): a person or CI has run it here. */
    private static boolean isInstalledByNpm(Path lock, Path target) throws IOException {
        Path record = target.resolve("node_modules/.package-lock.json");
        return Files.exists(record) && Files.getLastModifiedTime(record).compareTo(Files.getLastModifiedTime(lock)) > 0;
    }

    private static void npmCi(Path definition, Path target) throws IOException {
        for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(definition.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        // npm reads its configuration (registry, proxy, certificates) from the home directory and from npm_config_*.
        Map<String, String> environment = new TreeMap<>(System.getenv());
        Path log = Files.createTempFile("triskel-npm", ".log");
        List<String> command = List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        try (ChildProcess npm = ChildProcess.start(command, target, environment, log)) {
            int status = npm.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (status != 0) {
                throw new IllegalStateException(
                        "npm ci in " + target + " ended with " + status + ": " + npm.tail(4000));
            }
            Files.copy(
                    target.resolve("package-lock.json"),
                    target.resolve("package-lock.installed.json"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("npm ci in " + target + " did not end within " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during npm ci in " + target, e);
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
