package io.triskel.target.azure;

import io.triskel.load.jar.ClassPath;
import io.triskel.load.jar.OneJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Function apps of what is on this JVM's own class path, laid out as {@code order-azure.zip} is: host.json, a function.json per
 * function, our classes in one jar, those of others in {@code lib}.
 */
public final class AppZip {
    private static final List<String> OURS = List.of(
            "io/triskel/load/",
            "io/triskel/target/",
            "io/triskel/benchmarks/",
            "io/triskel/event/",
            "io/triskel/azure/");
    private static final List<String> LIBRARIES = List.of(
            "com/azure/",
            "com/fasterxml/jackson/",
            "com/microsoft/azure/",
            "org/apache/qpid/proton/",
            "org/jspecify/",
            "org/reactivestreams/",
            "org/slf4j/",
            "reactor/");
    /** The emulators. */
    private static final List<String> LEFT_OUT = List.of("io/triskel/local/");

    /** The default batch size of host.json. */
    static final int BATCH = 100;

    private static final String HOST = """
            {"version": "2.0",
             "functionTimeout": "00:01:00",
             "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"},
             "extensions": {"eventHubs": {"maxEventBatchSize": %d, "batchCheckpointFrequency": 1}}}
            """;
    private static final String FUNCTION = """
            {"scriptFile": "../functions.jar",
             "entryPoint": "%s.run",
             "bindings": [{"type": "eventHubTrigger", "direction": "in", "name": "events", "dataType": "binary",
               "eventHubName": "%%HUB%%", "consumerGroup": "%s", "connection": "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
               "cardinality": "MANY"}],
             "retry": {"strategy": "fixedDelay", "maxRetryCount": -1, "delayInterval": "00:00:01"}}
            """;

    private AppZip() {}

    /**
     * Packs an app with what this function's class was loaded from, and nothing else.
     *
     * @return the zip
     */
    static Path ofOne(Path zip, String name, Class<?> function) throws IOException {
        return of(zip, ClassPath.of(List.of(function)), Set.of(), Map.of(name, function), BATCH);
    }

    /**
     * Packs an app with all that functions of this module may need.
     *
     * @param functions classes with a method {@code run}, by consumer group, which is the function's name too
     * @param batch events per invocation at most
     * @return the zip
     */
    public static Path ofClassPath(Path zip, Map<String, Class<?>> functions, int batch) throws IOException {
        Set<Path> ours = ClassPath.with(OURS, LEFT_OUT);
        Set<Path> libraries = new LinkedHashSet<>(ClassPath.with(LIBRARIES, LEFT_OUT));
        libraries.removeAll(ours);
        return of(zip, ours, libraries, functions, batch);
    }

    private static Path of(Path zip, Set<Path> ours, Set<Path> libraries, Map<String, Class<?>> functions, int batch)
            throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            text(out, "host.json", HOST.formatted(batch));
            for (Map.Entry<String, Class<?>> function : functions.entrySet()) {
                String name = function.getKey();
                text(
                        out,
                        name + "/function.json",
                        FUNCTION.formatted(function.getValue().getName(), name));
            }
            out.putNextEntry(new ZipEntry("functions.jar"));
            OneJar.write(out, ours);
            out.closeEntry();
            for (Path library : libraries) {
                out.putNextEntry(new ZipEntry("lib/" + library.getFileName()));
                Files.copy(library, out);
                out.closeEntry();
            }
        }
        return zip;
    }

    private static void text(ZipOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }
}
