package io.triskel.local.azure.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.ZipFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A packaged app, as azure-functions-maven-plugin lays it out.
 *
 * @param folder with everything in it
 * @param jar with all functions, as the plugin writes it
 */
record AppPackage(Path folder, Path jar, HostSettings host, List<FunctionDefinition> functions) {
    /**
     * "Each instance has 1 GB of temporary storage" is the lowest limit of the plans ("Azure Functions hosting
     * options").
     */
    private static final long UNZIPPED_BYTES = 1L << 30;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads an app's package.
     *
     * @param target the folder into which a zip is unzipped
     * @throws IllegalArgumentException naming every error of the package, including missing settings
     */
    static AppPackage read(AppDefinition app, Path target) {
        Path folder = app.zip();
        if (!Files.isDirectory(folder)) {
            ZipFolder.unzip(folder, target, UNZIPPED_BYTES);
            folder = target;
        }
        List<String> problems = new ArrayList<>();
        HostSettings host = HostSettings.of(json(folder.resolve("host.json")), problems);
        List<FunctionDefinition> functions = new ArrayList<>();
        for (Path definition : definitions(folder)) {
            FunctionReader reader = new FunctionReader(app.settings(), problems);
            functions.add(reader.read(
                    definition.resolveSibling(".").normalize().getFileName().toString(), json(definition)));
        }
        Path jar = jarOf(folder, functions, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(app.name() + " cannot be deployed: " + String.join("; ", problems));
        }
        return new AppPackage(folder.toAbsolutePath(), jar.toAbsolutePath(), host, List.copyOf(functions));
    }

    private static Path jarOf(Path folder, List<FunctionDefinition> functions, List<String> problems) {
        List<Path> jars = functions.stream()
                .map(function -> folder.resolve(function.name())
                        .resolve(function.scriptFile())
                        .normalize())
                .distinct()
                .toList();
        if (jars.size() != 1) {
            problems.add("An app has functions, all in one jar; these are in " + jars);
            return folder;
        }
        if (!Files.isRegularFile(jars.get(0))) {
            problems.add("The package has no " + jars.get(0).getFileName());
        }
        return jars.get(0);
    }

    private static List<Path> definitions(Path folder) {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.map(function -> function.resolve("function.json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
