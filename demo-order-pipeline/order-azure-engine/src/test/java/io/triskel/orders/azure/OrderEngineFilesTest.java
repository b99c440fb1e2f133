package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.azure.hosting.AzureParts;
import io.triskel.azure.hosting.FunctionFiles;
import io.triskel.orders.OrderApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host reads of the package: functions that speak to Durable Functions, and those of the orchestration. */
class OrderEngineFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        FunctionFiles.writeOnEngine(new OrderApplication(), folder, "orders.jar", FulfilmentOrchestration.class);
    }

    @Test
    void the_functions_are_those_of_the_manifest_and_of_the_orchestration() throws IOException {
        Map<String, String> wanted = OrderEngineManifest.manifest().parts().functions().stream()
                .collect(Collectors.toMap(AzureParts.AppFunction::name, AzureParts.AppFunction::entryPoint));
        wanted.put(FulfilmentOrchestration.PROCESS, FulfilmentOrchestration.class.getName() + ".run");
        wanted.put(FulfilmentOrchestration.ASK, "io.triskel.azure.hosting.EngineFunctions.ask");

        try (Stream<Path> folders = Files.list(folder).filter(Files::isDirectory)) {
            assertThat(folders.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(wanted.keySet());
        }
        for (Map.Entry<String, String> function : wanted.entrySet()) {
            assertThat(json(function.getKey()).path("entryPoint").asText()).isEqualTo(function.getValue());
            assertThat(json(function.getKey()).path("scriptFile").asText()).isEqualTo("../orders.jar");
        }
    }

    /** One that speaks to Durable Functions without a client would fail for ever. */
    @Test
    void those_that_start_and_answer_orchestrations_have_a_client() throws IOException {
        assertThat(bindings("fulfilment")).containsExactly("eventHubTrigger", "durableClient");
        assertThat(bindings("clock")).containsExactly("timerTrigger", "durableClient");
        assertThat(bindings("replay")).containsExactly("httpTrigger", "durableClient", "http");
        assertThat(bindings(FulfilmentOrchestration.ASK)).containsExactly("activityTrigger", "durableClient");
        assertThat(bindings(FulfilmentOrchestration.PROCESS)).containsExactly("orchestrationTrigger");
        assertThat(bindings("payment")).containsExactly("eventHubTrigger");
    }

    @Test
    void batches_come_again_as_those_of_all_consumers_do() throws IOException {
        assertThat(json("fulfilment").path("retry"))
                .isEqualTo(json("payment").path("retry"))
                .isNotEmpty();
        assertThat(json("fulfilment").at("/bindings/0/consumerGroup").asText()).isEqualTo("fulfilment");
    }

    @Test
    void the_host_is_told_what_the_saga_s_is_and_the_task_hub(@TempDir Path other) throws IOException {
        FunctionFiles.write(new OrderApplication(), other, "orders.jar");
        ObjectNode host = (ObjectNode) JSON.readTree(other.resolve("host.json").toFile());
        host.withObjectProperty("extensions")
                .putObject("durableTask")
                .put("hubName", "orders")
                .putObject("storageProvider")
                .put("maxQueuePollingInterval", "00:00:10");

        assertThat(JSON.readTree(folder.resolve("host.json").toFile())).isEqualTo(host);
    }

    private List<String> bindings(String function) throws IOException {
        List<String> types = new ArrayList<>();
        json(function)
                .path("bindings")
                .forEach(binding -> types.add(binding.path("type").asText()));
        return types;
    }

    private JsonNode json(String function) throws IOException {
        return JSON.readTree(folder.resolve(function).resolve("function.json").toFile());
    }
}
