package io.triskel.local.gcp.functions;

import io.triskel.local.SharedClasses;
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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Google's {@code java-function-invoker}, which serves one function over HTTP; the same jar is in the images that are deployed. Here
 * {@link LoopbackInvoker} starts it.
 */
final class Invoker {
    private static final String MAIN = LoopbackInvoker.class.getName();

    private final Path javaHome;
    private final SharedClasses classes;

    private Invoker(Path javaHome, SharedClasses classes) {
        this.javaHome = javaHome;
        this.classes = classes;
    }

    /**
     * Puts the jar, and one of the class that starts it, into a folder for the functions' JVMs.
     *
     * @param javaHome of the functions' JVMs
     * @param packaged the package of the functions, if these JVMs share the classes of earlier runs
     */
    static Invoker in(Path javaHome, Path folder, InvokerVersion version, Optional<Path> packaged) {
        Path jar = folder.resolve(version.jar());
        copy(Invoker.class, version.jar(), jar);
        List<Path> classPath = List.of(jar, loopback(folder.resolve("loopback-invoker.jar")));
        return new Invoker(
                javaHome,
                packaged.map(zip -> SharedClasses.beside(zip, javaHome, classPath))
                        .orElseGet(() -> SharedClasses.none(javaHome, classPath)));
    }

    /** {@return what the functions' JVMs share} */
    SharedClasses classes() {
        return classes;
    }

    /** The same bytes each time, or the classes of earlier runs would not be taken for those of this one. */
    private static Path loopback(Path jar) {
        String folder = LoopbackInvoker.class.getPackageName().replace('.', '/') + "/";
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String part : List.of("", "$BindingLoader")) {
                String file = LoopbackInvoker.class.getSimpleName() + part + ".class";
                ZipEntry entry = new ZipEntry(folder + file);
                entry.setTime(0);
                out.putNextEntry(entry);
                try (InputStream content = content(LoopbackInvoker.class, file)) {
                    content.transferTo(out);
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + jar, e);
        }
    }

    private static InputStream content(Class<?> beside, String resource) {
        return Objects.requireNonNull(
                beside.getResourceAsStream(resource),
                () -> "The build did not put " + resource + " beside " + beside);
    }

    private static void copy(Class<?> beside, String resource, Path file) {
        try (InputStream content = content(beside, resource)) {
            Files.copy(content, file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** The command for one instance, which picks a port and writes its number. */
    List<String> command(FunctionDefinition definition, Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        // The JVM's own choice in a container with less than two processors.
        command.add("-XX:+UseSerialGC");
        command.add("-Xmx" + definition.memoryMiB() * 3 / 4 + "m");
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(classes.options());
        command.addAll(List.of("-cp", classes.classPath(), MAIN, "--classpath"));
        command.add(definition.classPath().stream()
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of("--target", definition.target(), "--port", "0"));
        return command;
    }
}
