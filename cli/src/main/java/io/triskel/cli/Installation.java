package io.triskel.cli;

import io.triskel.cli.build.BuildFailed;
import io.triskel.cli.build.Launch;
import io.triskel.cli.build.QuickBuild;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Triskel's location on this machine: a clone, whose modules are built when they are needed, or an unpacked archive of a release. An archive
 * has a file per module in {@code modules}, which lists the jars of its class path, in order; {@code lib} holds the jars.
 *
 * @param home the folder that holds the launcher
 * @param launch what the launcher said, if it started this process
 */
record Installation(Path home, Optional<Launch> launch) {
    private static final String MODULES = "modules";

    /** An installation without a launcher, whose modules the whole build has built. */
    Installation(Path home) {
        this(home, Optional.empty());
    }

    /**
     * Finds the installation: the launcher names it, else it is above the working directory.
     *
     * @param environment the launcher sets TRISKEL_HOME; without it, the sources above the working directory are taken
     * @throws Failure if no sources are there
     */
    static Installation of(Map<String, String> environment, Path workingDirectory) {
        Path home = Optional.ofNullable(environment.get("TRISKEL_HOME"))
                .map(Path::of)
                .or(() -> above(workingDirectory))
                .orElseThrow(
                        () -> new Failure("cannot find Triskel's folder: start ./triskel there, or set TRISKEL_HOME"));
        return new Installation(home.toAbsolutePath().normalize(), Launch.of(environment));
    }

    private static Optional<Path> above(Path workingDirectory) {
        return Stream.<Path>iterate(workingDirectory.toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder ->
                        Files.isRegularFile(folder.resolve("triskel")) && Files.isRegularFile(folder.resolve("mvnw")))
                .findFirst();
    }

    /**
     * The command that starts a module. If the launcher started this process, a module that is not up to date is built first.
     *
     * @param module its folder, below {@link #home}
     * @throws Failure if the module is not built, and cannot be
     */
    List<String> command(String module, String mainClass, String... options) {
        return command(classPath(module), mainClass, options);
    }

    /** {@return the command that starts a class of this class path} */
    static List<String> command(List<String> classPath, String mainClass, String... options) {
        return Stream.of(
                        Stream.of(java()),
                        Stream.of(options),
                        Stream.of("-cp", String.join(File.pathSeparator, classPath), mainClass))
                .flatMap(words -> words)
                .toList();
    }

    /** {@return whether this is an archive, which has jars and no sources} */
    boolean isArchive() {
        return Files.isDirectory(home.resolve(MODULES));
    }

    /** {@return the folder whose {@code target} runs write to: an archive may be read-only, so for one it is the working directory} */
    Path output() {
        return isArchive() ? Path.of("") : home;
    }

    /** {@return the Java that runs this process} */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * {@return the class path of a module} In a clone, it is built first, as for a command.
     *
     * @throws Failure if the module is not built, and cannot be
     */
    List<String> classPath(String module) {
        return isArchive() ? archived(module) : built(module);
    }

    private List<String> archived(String module) {
        Path listed = home.resolve(MODULES).resolve(module);
        if (!Files.isRegularFile(listed)) {
            throw new Failure("this archive does not have " + module + ": run the command in a clone of Triskel");
        }
        return read(listed)
                .lines()
                .map(jar -> home.resolve("lib").resolve(jar).toString())
                .toList();
    }

    private List<String> built(String module) {
        Path built = ensure(module);
        Path libraries = built.resolve("runtime.classpath");
        if (!Files.isDirectory(built.resolve("classes")) || !Files.isRegularFile(libraries)) {
            throw new Failure(module + " is not built: nothing in " + built
                    + ". Start ./triskel, which builds it, or run ./mvnw -DskipTests package");
        }
        return Stream.concat(
                        Stream.of(built.resolve("classes").toString()),
                        Stream.of(read(libraries).split(File.pathSeparator, -1)))
                .toList();
    }

    /**
     * Builds a module that is not up to date, if the launcher started this process.
     *
     * @return the build folder that holds it
     */
    private Path ensure(String module) {
        return launch.map(launched -> build(launched, module))
                .orElseGet(() -> home.resolve(module).resolve(QuickBuild.WHOLE_BUILD));
    }

    private static Path build(Launch launched, String module) {
        try {
            return new QuickBuild(launched, new PrintWriter(System.err, true, StandardCharsets.UTF_8)).ensure(module);
        } catch (BuildFailed failed) {
            throw new Failure(String.valueOf(failed.getMessage()), failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new Failure("cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
