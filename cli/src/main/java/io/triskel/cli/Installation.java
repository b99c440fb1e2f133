package io.triskel.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where Triskel lies on this machine.
 *
 * @param home the folder that holds the launcher
 */
record Installation(Path home) {
    /**
     * As the launcher says, else found by looking around.
     *
     * @param environment the launcher sets TRISKEL_HOME; without it, the sources above the working directory are taken
     * @throws Failure if no sources are there
     */
    static Installation of(Map<String, String> environment, Path workingDirectory) {
        Path home = Optional.ofNullable(environment.get("TRISKEL_HOME"))
                .map(Path::of)
                .or(() -> above(workingDirectory))
                .orElseThrow(
                        () -> new Failure("Triskel's folder is not known: start ./triskel there, or set TRISKEL_HOME"));
        return new Installation(home.toAbsolutePath().normalize());
    }

    /** {@return the build folder below each module, as the launcher says} */
    static String out() {
        return Optional.ofNullable(System.getenv("TRISKEL_OUT")).orElse("target");
    }

    private static Optional<Path> above(Path workingDirectory) {
        return Stream.<Path>iterate(workingDirectory.toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder ->
                        Files.isRegularFile(folder.resolve("triskel")) && Files.isRegularFile(folder.resolve("mvnw")))
                .findFirst();
    }
}
