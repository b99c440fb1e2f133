package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.azure.hosting.AzureManifest;
import io.triskel.azure.hosting.AzureParts;
import io.triskel.azure.hosting.FunctionFiles;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the host reads of the package. */
class OrderFunctionFilesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        FunctionFiles.write(new OrderApplication(), folder, "functions.jar");
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void the_functions_are_those_of_the_manifest_and_called_as_it_says(Style style) throws IOException {
        List<AzureParts.AppFunction> described = AzureManifest.of(new OrderApplication(), style.text())
                .with("hub", "%TRISKEL_APP_HUB%")
                .each(AzureParts::functions);

        try (Stream<Path> folders = Files.list(folder).filter(Files::isDirectory)) {
            assertThat(folders.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            described.stream().map(AzureParts.AppFunction::name).toList());
        }
        for (AzureParts.AppFunction function : described) {
            JsonNode written = json(function.name());
            JsonNode trigger = written.at("/bindings/0");
            assertThat(written.path("entryPoint").asText()).isEqualTo(function.entryPoint());
            if (function.trigger() instanceof AzureParts.HubBatch batch) {
                assertThat(trigger.path("eventHubName").asText()).isEqualTo(batch.hub());
                assertThat(trigger.path("consumerGroup").asText()).isEqualTo(batch.consumerGroup());
                assertThat(trigger.path("cardinality").asText()).isEqualTo(batch.cardinality());
                assertThat(written.at("/retry/maxRetryCount").asInt())
                        .isEqualTo(batch.retry().maxRetryCount())
                        .isEqualTo(-1);
            } else if (function.trigger() instanceof AzureParts.HttpCall call) {
                assertThat(trigger.path("route").asText()).isEqualTo(call.route());
                assertThat(trigger.path("authLevel").asText())
                        .isEqualTo(call.authLevel())
                        .isEqualTo("FUNCTION");
                assertThat(written.at("/bindings/1/name").asText()).isEqualTo("$return");
            } else if (function.trigger() instanceof AzureParts.Timer timer) {
                assertThat(trigger.path("schedule").asText()).isEqualTo(timer.schedule());
            }
        }
    }

    @Test
    void each_consumer_of_both_styles_has_one_that_is_all_the_host_asks_for() throws IOException {
        for (Style style : Style.values()) {
            for (String consumer : OrderPipeline.consumerNames(style)) {
                assertThat(folder.resolve(consumer.replace('-', '_')).resolve("function.json"))
                        .hasContent(definition(consumer));
            }
        }
    }

    private JsonNode json(String function) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(function).resolve("function.json").toFile());
    }

    /** As azure-functions-maven-plugin 1.37.0 writes it for a method with a name. */
    private static String definition(String consumer) {
        return """
            {
              "scriptFile" : "../functions.jar",
              "entryPoint" : "io.triskel.azure.hosting.EventsFunction.settle",
              "bindings" : [ {
                "type" : "eventHubTrigger",
                "direction" : "in",
                "name" : "events",
                "dataType" : "binary",
                "connection" : "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                "eventHubName" : "%%TRISKEL_APP_HUB%%",
                "consumerGroup" : "%s",
                "cardinality" : "MANY"
              } ],
              "retry" : {
                "strategy" : "exponentialBackoff",
                "maxRetryCount" : -1,
                "minimumInterval" : "00:00:01",
                "maximumInterval" : "00:00:30"
              }
            }
            """.formatted(consumer);
    }
}
