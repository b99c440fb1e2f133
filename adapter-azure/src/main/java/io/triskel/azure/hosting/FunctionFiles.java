package io.triskel.azure.hosting;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.annotation.FunctionName;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes what the host of an application's package reads: {@code host.json}, and a {@code function.json} per function. The build calls
 * it, and packs the folder with the jar.
 */
public final class FunctionFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "host.json";
    private static final String FUNCTION = "function.json";

    private FunctionFiles() {}

    /**
     * Writes the files. It does not end the JVM, because Maven runs it in its own.
     *
     * @param arguments the folder, the name of the package's jar, and, where Durable Functions leads the application's process, the class
     *     of the exported orchestrator
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 3) {
            throw new IllegalArgumentException("Usage: FunctionFiles FOLDER JAR [ORCHESTRATOR]");
        }
        Path folder = Path.of(arguments[0]);
        Application application = Applications.only();
        if (arguments.length == 2) {
            write(application, folder, arguments[1]);
            return;
        }
        try {
            writeOnEngine(application, folder, arguments[1], Class.forName(arguments[2]));
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException(
                    "there is no class " + arguments[2] + ", expected an orchestrator", missing);
        }
    }

    /**
     * Writes the files of an application's package.
     *
     * @param folder whose files of an earlier call are deleted first
     * @param jar the name of the package's jar, at its root
     * @throws IllegalArgumentException if the application has a name that Azure would refuse
     */
    public static void write(Application application, Path folder, String jar) throws IOException {
        Applications.requireNames(application);
        Map<String, ObjectNode> functions = new TreeMap<>();
        for (PackagedFunction function : PackagedFunction.of(application)) {
            functions.put(function.name(), FunctionJson.of(function.method(), function.consumer(), jar));
        }
        write(folder, host(), functions);
    }

    /**
     * Writes the files of the package in which Durable Functions leads the application's process.
     *
     * @param orchestrator the exported class
     */
    public static void writeOnEngine(Application application, Path folder, String jar, Class<?> orchestrator)
            throws IOException {
        Applications.requireNames(application);
        EnginePackage engine = EnginePackage.of(application);
        Map<String, ObjectNode> functions = new TreeMap<>();
        for (PackagedFunction function : engine.functions()) {
            functions.put(function.name(), FunctionJson.of(function.method(), function.consumer(), jar));
        }
        functions.put(engine.activity(), FunctionJson.of(EnginePackage.ask(), Optional.empty(), jar));
        functions.put(
                engine.orchestrator(),
                FunctionJson.of(exported(orchestrator, engine.orchestrator()), Optional.empty(), jar));
        ObjectNode host = host();
        // The scale controller reads the task hub's name from host.json and from no app setting, and would start no
        // instance for another hub
        // (FunctionsSyncManager of Azure/azure-functions-host). The polling pauses up to 30 s by default, at each step
        // of a slow process.
        host.withObjectProperty("extensions")
                .putObject("durableTask")
                .put("hubName", FunctionSettings.plainName(application))
                .putObject("storageProvider")
                .put("maxQueuePollingInterval", "00:00:10");
        write(folder, host, functions);
    }

    private static Method exported(Class<?> orchestrator, String name) {
        return Arrays.stream(orchestrator.getDeclaredMethods())
                .filter(method -> Optional.ofNullable(method.getAnnotation(FunctionName.class))
                        .map(FunctionName::value)
                        .filter(name::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(orchestrator.getName() + " has no function " + name
                        + ": export the application's process again"));
    }

    private static ObjectNode host() throws IOException {
        try (InputStream file = Objects.requireNonNull(FunctionFiles.class.getResourceAsStream(HOST), HOST)) {
            return (ObjectNode) JSON.readTree(file);
        }
    }

    private static void write(Path folder, ObjectNode host, Map<String, ObjectNode> functions) throws IOException {
        Files.createDirectories(folder);
        forget(folder);
        write(folder.resolve(HOST), host);
        for (Map.Entry<String, ObjectNode> function : functions.entrySet()) {
            Path own = Files.createDirectories(folder.resolve(function.getKey()));
            write(own.resolve(FUNCTION), function.getValue());
        }
    }

    /** A consumer that the application no longer has would stay in the package, and fail. */
    private static void forget(Path folder) throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path function : earlier) {
                if (Files.deleteIfExists(function.resolve(FUNCTION))) {
                    Files.delete(function);
                }
            }
        }
    }

    private static void write(Path file, JsonNode json) throws IOException {
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
        lines.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        Files.writeString(file, JSON.writer(lines).writeValueAsString(json) + "\n");
    }
}
