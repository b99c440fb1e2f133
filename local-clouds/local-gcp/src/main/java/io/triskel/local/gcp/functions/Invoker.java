package io.triskel.local.gcp.functions;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Google's {@code java-function-invoker}, which serves one function over HTTP; the same jar is in the images that are deployed. */
final class Invoker {
    private static final String RESOURCE = "java-function-invoker.jar";

    private final Path javaHome;
    private final Path jar;

    private Invoker(Path javaHome, Path jar) {
        this.javaHome = javaHome;
        this.jar = jar;
    }

    /**
     * Puts the jar where a JVM can run it.
     *
     * @param javaHome of the functions' JVMs
     */
    static Invoker in(Path javaHome, Path folder) {
        Path jar = folder.resolve(RESOURCE);
        try (InputStream content = Objects.requireNonNull(
                Invoker.class.getResourceAsStream(RESOURCE), "The build did not put the invoker beside this class")) {
            Files.copy(content, jar);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + jar, e);
        }
        return new Invoker(javaHome, jar);
    }

    /** The command for one instance; it picks a port and writes which. */
    List<String> command(FunctionDefinition definition, Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        // What the JVM chooses by itself in a container with less than two processors.
        command.add("-XX:+UseSerialGC");
        command.add("-Xmx" + definition.memoryMiB() * 3 / 4 + "m");
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-jar", jar.toString(), "--classpath"));
        command.add(definition.classPath().stream()
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of("--target", definition.target(), "--port", "0"));
        return command;
    }
}
