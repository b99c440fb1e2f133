package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.CustomBinding;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import com.microsoft.durabletask.azurefunctions.DurableActivityTrigger;
import com.microsoft.durabletask.azurefunctions.DurableClientInput;
import com.microsoft.durabletask.azurefunctions.DurableOrchestrationTrigger;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The definitions of the functions that speak to Durable Functions, generated from the annotations of their entry points. */
class EngineFunctionJsonTest {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final Path FUNCTIONS = Path.of("src/main/functions");

    /** The plugin of order-azure does not see this module, whose functions have the names of others. */
    private static Map<String, Method> functions() {
        return new TreeMap<>(Map.of(
                "clock",
                method(OrderEngineFunctions.class, "clock"),
                "fulfilment",
                method(OrderEngineFunctions.class, "settle"),
                "replay",
                method(OrderEngineFunctions.class, "replay"),
                FulfilmentOrchestration.ASK,
                method(OrderEngineFunctions.class, "ask"),
                FulfilmentOrchestration.PROCESS,
                method(FulfilmentOrchestration.class, "run")));
    }

    private static Method method(Class<?> functions, String name) {
        return Arrays.stream(functions.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_committed_definitions_are_those_of_the_code() throws IOException {
        for (Map.Entry<String, Method> function : functions().entrySet()) {
            Path committed = FUNCTIONS.resolve(function.getKey()).resolve("function.json");
            String definition = definition(function.getValue());
            if (Boolean.getBoolean(ACCEPT)) {
                Files.createDirectories(committed.resolveSibling("."));
                Files.writeString(committed, definition);
            }
            assertThat(committed)
                    .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                    .content(StandardCharsets.UTF_8)
                    .isEqualToNormalizingNewlines(definition);
        }
        try (Stream<Path> folders = Files.list(FUNCTIONS).filter(Files::isDirectory)) {
            assertThat(folders).hasSameSizeAs(functions().keySet());
        }
    }

    /**
     * The scale controller reads the task hub's name from host.json and from no app setting, and would start no instance for another hub
     * (FunctionsSyncManager of Azure/azure-functions-host). The polling pauses up to 30 s by default, at each step of a slow order.
     */
    @Test
    void the_host_is_told_what_order_azure_tells_it_and_the_task_hub() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode host = (ObjectNode) json.readTree(
                Path.of("../order-azure/src/main/functions/host.json").toFile());
        ((ObjectNode) host.path("extensions"))
                .putObject("durableTask")
                .put("hubName", "orders")
                .putObject("storageProvider")
                .put("maxQueuePollingInterval", "00:00:10");

        assertThat(json.readTree(FUNCTIONS.resolve("host.json").toFile())).isEqualTo(host);
    }

    /** One that speaks to Durable Functions without a client would fail for ever. */
    @Test
    void the_manifest_has_the_entry_points_that_a_client_is_bound_to() {
        Map<String, String> bound = OrderEngineManifest.manifest().parts().functions().stream()
                .filter(function -> functions().containsKey(function.name()))
                .collect(Collectors.toMap(AzureParts.AppFunction::name, AzureParts.AppFunction::entryPoint));

        assertThat(bound).containsOnlyKeys("clock", "fulfilment", "replay").allSatisfy((name, entryPoint) -> {
            Method method = functions().get(name);
            assertThat(entryPoint).isEqualTo(entryPoint(method));
            assertThat(definition(method)).contains("\"durableClient\"");
        });
    }

    @Test
    void it_comes_again_as_the_batches_of_all_consumers_do() {
        ExponentialBackoffRetry theirs = Arrays.stream(OrderEventFunctions.class.getMethods())
                .flatMap(method -> Stream.ofNullable(method.getAnnotation(ExponentialBackoffRetry.class)))
                .findFirst()
                .orElseThrow();

        assertThat(functions().get("fulfilment").getAnnotation(ExponentialBackoffRetry.class))
                .isEqualTo(theirs);
    }

    private static String entryPoint(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    /** As azure-functions-maven-plugin writes it for a method with a name. */
    private static String definition(Method method) {
        List<List<String>> bindings = Stream.concat(
                        Arrays.stream(method.getParameters())
                                .flatMap(parameter -> Arrays.stream(parameter.getAnnotations()))
                                .map(EngineFunctionJsonTest::binding)
                                .filter(fields -> !fields.isEmpty()),
                        answer(method))
                .toList();
        String retry = Optional.ofNullable(method.getAnnotation(ExponentialBackoffRetry.class))
                .map(policy -> """
                    ,
                      "retry" : {
                        "strategy" : "%s",
                        "maxRetryCount" : %d,
                        "minimumInterval" : "%s",
                        "maximumInterval" : "%s"
                      }\
                    """.formatted(
                        policy.strategy(), policy.maxRetryCount(), policy.minimumInterval(), policy.maximumInterval()))
                .orElse("");
        return """
            {
              "scriptFile" : "../order-azure-${project.version}.jar",
              "entryPoint" : "%s",
              "bindings" : [ %s ]%s
            }
            """.formatted(
                        entryPoint(method),
                        bindings.stream()
                                .map(fields -> "{\n    " + String.join(",\n    ", fields) + "\n  }")
                                .collect(Collectors.joining(", ")),
                        retry);
    }

    private static List<String> binding(Annotation annotation) {
        if (annotation instanceof EventHubTrigger hub) {
            return List.of(
                    field("type", "eventHubTrigger"),
                    field("direction", "in"),
                    field("name", hub.name()),
                    field("dataType", hub.dataType()),
                    field("connection", hub.connection()),
                    field("eventHubName", hub.eventHubName()),
                    field("consumerGroup", hub.consumerGroup()),
                    field("cardinality", hub.cardinality().name()));
        } else if (annotation instanceof TimerTrigger timer) {
            return List.of(
                    field("type", "timerTrigger"),
                    field("direction", "in"),
                    field("name", timer.name()),
                    field("schedule", timer.schedule()));
        } else if (annotation instanceof HttpTrigger http) {
            return List.of(
                    field("type", "httpTrigger"),
                    field("direction", "in"),
                    field("name", http.name()),
                    field("route", http.route()),
                    "\"methods\" : [ \"" + http.methods()[0] + "\" ]",
                    field("authLevel", http.authLevel().name()));
        } else if (annotation instanceof DurableClientInput client) {
            return custom(annotation, client.name());
        } else if (annotation instanceof DurableActivityTrigger activity) {
            return custom(annotation, activity.name());
        } else if (annotation instanceof DurableOrchestrationTrigger orchestration) {
            return custom(annotation, orchestration.name());
        }
        return List.of();
    }

    private static Stream<List<String>> answer(Method method) {
        return method.getReturnType() == HttpResponseMessage.class
                ? Stream.of(List.of(field("type", "http"), field("direction", "out"), field("name", "$return")))
                : Stream.empty();
    }

    private static List<String> custom(Annotation annotation, String name) {
        CustomBinding binding = annotation.annotationType().getAnnotation(CustomBinding.class);
        return List.of(field("type", binding.type()), field("direction", binding.direction()), field("name", name));
    }

    private static String field(String name, String value) {
        return "\"" + name + "\" : \"" + value + "\"";
    }
}
