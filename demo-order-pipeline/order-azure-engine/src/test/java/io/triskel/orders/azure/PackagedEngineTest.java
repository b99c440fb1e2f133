package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.azure.hosting.AzureParts;
import io.triskel.azure.hosting.EngineFunctions;
import io.triskel.orders.contracts.PackageContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class PackagedEngineTest extends PackageContract {
    @Override
    protected long bytes() {
        return 32_160_000;
    }

    /** Whole jars are in {@code lib/}, the core's among them. */
    @Override
    protected List<String> cannotLeaveOut() {
        return List.of("io/triskel/archive/", "io/triskel/asyncapi/", "META-INF/services/io.triskel.");
    }

    @Test
    void it_has_the_functions_of_its_manifest_and_those_of_the_orchestration() throws IOException {
        AzureParts parts = OrderEngineManifest.manifest().parts();
        Map<String, String> wanted = new TreeMap<>(Map.of(
                FulfilmentOrchestration.PROCESS, FulfilmentOrchestration.class.getName() + ".run",
                FulfilmentOrchestration.ASK, EngineFunctions.class.getName() + ".ask"));
        parts.functions().forEach(function -> wanted.put(function.name(), function.entryPoint()));

        Map<String, String> packaged = new TreeMap<>();
        try (ZipFile zip = zip()) {
            for (ZipEntry entry : entries(zip)
                    .filter(each -> each.getName().endsWith("/function.json"))
                    .toList()) {
                JsonNode definition = new ObjectMapper().readTree(zip.getInputStream(entry));
                String script = definition.path("scriptFile").asText();
                assertThat(zip.getEntry(script.substring("../".length())))
                        .as(script)
                        .isNotNull();
                packaged.put(
                        entry.getName().replace("/function.json", ""),
                        definition.path("entryPoint").asText());
            }
        }

        assertThat(packaged).isEqualTo(wanted);
    }

    /** The worker finds Durable Functions' middleware as a service, and its client needs a way to the host. */
    @Test
    void it_has_the_libraries_of_durable_functions() throws IOException {
        try (ZipFile zip = zip()) {
            assertThat(entries(zip).map(ZipEntry::getName))
                    .anyMatch(name -> name.startsWith("lib/durabletask-azure-functions-"))
                    .anyMatch(name -> name.startsWith("lib/durabletask-client-"))
                    .anyMatch(name -> name.startsWith("lib/grpc-netty-shaded-"))
                    .anyMatch(name -> name.startsWith("lib/protobuf-java-"))
                    .anyMatch(name -> name.startsWith("order-azure-engine-"));
        }
    }

    private static ZipFile zip() throws IOException {
        return new ZipFile(Path.of(System.getProperty("triskel.zip")).toFile());
    }

    private static Stream<? extends ZipEntry> entries(ZipFile zip) {
        return zip.stream();
    }
}
