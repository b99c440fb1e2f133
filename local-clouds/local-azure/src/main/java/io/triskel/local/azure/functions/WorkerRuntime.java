package io.triskel.local.azure.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import io.triskel.local.azure.functions.wire.Message;
import io.triskel.local.azure.functions.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Builds the class path of a worker's JVM: a jar with only this project's worker, and Microsoft's annotation library,
 * both taken from this JVM's class path.
 */
final class WorkerRuntime {
    private final Path javaHome;
    private final String classPath;

    private WorkerRuntime(Path javaHome, String classPath) {
        this.javaHome = javaHome;
        this.classPath = classPath;
    }

    /**
     * @param javaHome of the workers' JVMs
     * @param folder for the jar
     */
    static WorkerRuntime in(Path javaHome, Path folder) {
        Path jar = folder.resolve("worker.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            add(Message.class, out);
            add(Worker.class, out);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + jar, e);
        }
        String classPath = jar + ":" + locationOf(FunctionName.class) + ":" + locationOf(ExecutionContext.class);
        return new WorkerRuntime(javaHome, classPath);
    }

    /**
     * The command for one worker.
     *
     * @param port on which the host listens
     * @param options JVM options that the app's settings add
     */
    List<String> command(int port, String token, AppPackage app, Path temporary, List<String> options) {
        // The service's own options ("Azure Functions Java developer guide", "Customize JVM"); -noverify is spelt out,
        // since newer Java warns of that name. An instance of 2,048 MB and one core is the default of Flex Consumption.
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin/java").toString(),
                "-XX:+TieredCompilation",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-XX:+UseSerialGC",
                "-XX:MaxRAM=2048m",
                "-Xshare:auto",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.io.tmpdir=" + temporary));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Worker.class.getName()));
        command.addAll(List.of(
                Integer.toString(port),
                token,
                app.folder().toString(),
                app.jar().toString()));
        return command;
    }

    /** Adds all classes of the given class's package. */
    private static void add(Class<?> type, ZipOutputStream out) throws IOException {
        Path location = locationOf(type);
        String name = type.getPackageName().replace('.', '/');
        if (Files.isDirectory(location)) {
            addFiles(location.resolve(name), name, out);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(location)) {
            addFiles(jar.getPath("/", name), name, out);
        }
    }

    private static void addFiles(Path folder, String name, ZipOutputStream out) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                out.putNextEntry(new ZipEntry(name + "/" + file.getFileName()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot find where " + type + " comes from", e);
        }
    }
}
