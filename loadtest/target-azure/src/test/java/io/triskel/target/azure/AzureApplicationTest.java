package io.triskel.target.azure;

import io.triskel.azure.hosting.AzureOperations;
import io.triskel.azure.hosting.FunctionFiles;
import io.triskel.orders.contracts.ApplicationContract;
import io.triskel.orders.contracts.NotesApplication;
import io.triskel.orders.deployed.CloudUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AzureApplicationTest extends ApplicationContract {
    AzureApplicationTest() {
        super(AzureOperations.class, AzureConsole.class, "adapter-azure");
    }

    @Override
    protected CloudUp.Started start(Path zip, Path classes, Optional<String> style) {
        return ApplicationUp.start(zip, classes, style);
    }

    @Override
    protected Map<String, Path> packaged(Path classes, Path folder) throws IOException {
        Path functions = folder.resolve("functions");
        FunctionFiles.write(new NotesApplication(), functions, "functions.jar");
        Map<String, Path> packaged = new TreeMap<>(Map.of("functions.jar", classes));
        try (Stream<Path> written = Files.walk(functions)) {
            for (Path file : written.filter(Files::isRegularFile).toList()) {
                packaged.put(functions.relativize(file).toString(), file);
            }
        }
        return packaged;
    }
}
