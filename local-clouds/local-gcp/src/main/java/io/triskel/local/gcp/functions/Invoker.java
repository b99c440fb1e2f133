package io.triskel.local.gcp.functions;

import io.triskel.local.gcp.functions.loopback.LoopbackInvoker;
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

/**
 * Provides Google's {@code java-function-invoker}, which serves one function over HTTP; the same jar is in the deployed
 * images. Here {@link LoopbackInvoker} starts it. For Node.js the function's own dependencies have the framework, and
 * {@code framework.cjs} starts it.
 */
final class Invoker {
    private static final String FRAMEWORK = "framework.cjs";
    private static final String MAIN = LoopbackInvoker.class.getName();

    private final Path javaHome;
    private final Path folder;
    private final InvokerVersion version;

    private Invoker(Path javaHome, Path folder, InvokerVersion version) {
        this.javaHome = javaHome;
        this.folder = folder;
        this.version = version;
    }

    /**
     * Copies the jar, and the class that starts it, into a folder for the functions' JVMs.
     *
     * @param javaHome of the functions' JVMs
     */
    static Invoker in(Path javaHome, Path folder, InvokerVersion version) {
        copy(Invoker.class, version.jar(), folder.resolve(version.jar()));
        Path main = folder.resolve(LoopbackInvoker.class.getPackageName().replace('.', '/'));
        for (String part : List.of("", "$BindingLoader")) {
            String file = LoopbackInvoker.class.getSimpleName() + part + ".class";
            copy(LoopbackInvoker.class, file, main.resolve(file));
        }
        copy(Invoker.class, FRAMEWORK, folder.resolve(FRAMEWORK));
        return new Invoker(javaHome, folder, version);
    }

    private static void copy(Class<?> beside, String resource, Path file) {
        try (InputStream content = Objects.requireNonNull(
                beside.getResourceAsStream(resource),
                () -> "The build did not put " + resource + " beside " + beside)) {
            Files.createDirectories(file.getParent());
            Files.copy(content, file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** The command for one instance; the instance picks a port and prints it. */
    List<String> command(FunctionDefinition definition, Path temporary) {
        if (definition.runtime().startsWith("nodejs")) {
            return List.of(
                    "node",
                    "--max-old-space-size=" + definition.memoryMiB() * 3 / 4,
                    folder.resolve(FRAMEWORK).toString(),
                    definition.classPath().get(0).toAbsolutePath().toString());
        }
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        // The JVM's default in a container with fewer than two processors.
        command.add("-XX:+UseSerialGC");
        command.add("-Xmx" + definition.memoryMiB() * 3 / 4 + "m");
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(
                List.of("-cp", folder.resolve(version.jar()) + File.pathSeparator + folder, MAIN, "--classpath"));
        command.add(definition.classPath().stream()
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of("--target", definition.target(), "--port", "0"));
        return command;
    }
}
