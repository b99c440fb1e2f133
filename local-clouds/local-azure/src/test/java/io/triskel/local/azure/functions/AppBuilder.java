package io.triskel.local.azure.functions;

import io.triskel.local.azure.functions.fixture.HubFunctions;
import io.triskel.local.azure.functions.fixture.WebFunctions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages the fixtures as azure-functions-maven-plugin does: host.json, a function.json per function, a jar, and lib. */
final class AppBuilder {
    private static final String HOST = """
            {"version": "2.0",
             "functionTimeout": "%s",
             "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"},
             "extensions": {"eventHubs": {%s}}}
            """;

    private final Path folder;

    AppBuilder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        host("00:05:00", "\"maxEventBatchSize\": 10");
        Files.createDirectories(folder.resolve("lib"));
        jar();
    }

    AppBuilder host(String timeout, String eventHubs) throws IOException {
        Files.writeString(folder.resolve("host.json"), HOST.formatted(timeout, eventHubs));
        return this;
    }

    /** @param retry the policy's members, if there is one */
    AppBuilder batch(String name, String consumerGroup, Optional<String> retry) throws IOException {
        return eventHub(name, "batch", consumerGroup, "\"dataType\" : \"binary\",", retry);
    }

    AppBuilder metadata(String name) throws IOException {
        return eventHub(name, "metadata", "$Default", "", Optional.empty());
    }

    AppBuilder orders() throws IOException {
        return orders("orders", "orders/{id}");
    }

    AppBuilder orders(String name, String route) throws IOException {
        return function(name, WebFunctions.class, "orders", """
                "type" : "httpTrigger", "direction" : "in", "name" : "request",
                "route" : "%s", "methods" : [ "GET", "POST" ], "authLevel" : "ANONYMOUS"
                }, {
                "type" : "http", "direction" : "out", "name" : "$return"
                """.formatted(route), "");
    }

    AppBuilder binary() throws IOException {
        return function("binary", WebFunctions.class, "binary", """
                "type" : "httpTrigger", "direction" : "in", "name" : "request", "methods" : [ "PUT" ], "authLevel" : "FUNCTION"
                }, {
                "type" : "http", "direction" : "out", "name" : "$return"
                """, "");
    }

    AppBuilder clock(Optional<String> retry) throws IOException {
        return function(
                "clock",
                WebFunctions.class,
                "clock",
                """
                "type" : "timerTrigger", "direction" : "in", "name" : "timerInfo", "schedule" : "%SCHEDULE%"
                """,
                retry.map(policy -> ", \"retry\" : {" + policy + "}").orElse(""));
    }

    AppBuilder function(String name, Class<?> type, String method, String bindings, String rest) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(
                folder.resolve(name).resolve("function.json"), """
                {"scriptFile" : "../fixtures.jar", "entryPoint" : "%s.%s", "bindings" : [ { %s } ]%s}
                """.formatted(type.getName(), method, bindings, rest));
        return this;
    }

    Path folder() {
        return folder;
    }

    Path zip() throws IOException {
        Path zip = folder.resolveSibling(folder.getFileName() + ".zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(out, folder.relativize(file).toString(), file);
            }
        }
        return zip;
    }

    private AppBuilder eventHub(
            String name, String method, String consumerGroup, String dataType, Optional<String> retry)
            throws IOException {
        return function(
                name,
                HubFunctions.class,
                method,
                """
                "type" : "eventHubTrigger", "direction" : "in", "name" : "events", %s
                "eventHubName" : "%%HUB%%", "consumerGroup" : "%s", "connection" : "HUBS", "cardinality" : "MANY"
                """.formatted(dataType, consumerGroup),
                retry.map(policy -> ", \"retry\" : {" + policy + "}").orElse(""));
    }

    private void jar() throws IOException {
        Path classes = locationOf(HubFunctions.class);
        String name = HubFunctions.class.getPackageName().replace('.', '/');
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve("fixtures.jar")));
                Stream<Path> files = Files.list(classes.resolve(name))) {
            for (Path file : files.toList()) {
                add(out, name + "/" + file.getFileName(), file);
            }
        }
    }

    static List<Path> logsIn(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            return files.sorted().toList();
        }
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(ZipOutputStream out, String name, Path file) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        Files.copy(file, out);
        out.closeEntry();
    }
}
