package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The definitions of the consumers' functions, generated from the annotations of their one entry point. */
class FunctionJsonTest {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final Path FUNCTIONS = Path.of("src/main/functions");

    @Test
    void the_committed_definitions_are_those_of_the_code() throws IOException {
        for (String consumer : OrderEventFunctions.consumers()) {
            Path committed =
                    FUNCTIONS.resolve(OrderEventFunctions.function(consumer)).resolve("function.json");
            if (Boolean.getBoolean(ACCEPT)) {
                Files.createDirectories(committed.resolveSibling("."));
                Files.writeString(committed, definition(consumer));
            }
            assertThat(committed)
                    .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                    .content(StandardCharsets.UTF_8)
                    .isEqualToNormalizingNewlines(definition(consumer));
        }
    }

    @Test
    void there_is_one_for_each_consumer() throws IOException {
        try (Stream<Path> folders = Files.list(FUNCTIONS)) {
            List<String> names = folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList();

            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(OrderEventFunctions.consumers().stream()
                            .map(OrderEventFunctions::function)
                            .toList());
        }
    }

    /** As azure-functions-maven-plugin writes it for a method with a name; the assembly knows the version of the jar. */
    private static String definition(String consumer) {
        Method method = entryPoint();
        EventHubTrigger trigger = method.getParameters()[0].getAnnotation(EventHubTrigger.class);
        ExponentialBackoffRetry retry = method.getAnnotation(ExponentialBackoffRetry.class);
        return """
            {
              "scriptFile" : "../order-azure-${project.version}.jar",
              "entryPoint" : "%s.%s",
              "bindings" : [ {
                "type" : "eventHubTrigger",
                "direction" : "in",
                "name" : "%s",
                "dataType" : "%s",
                "connection" : "%s",
                "eventHubName" : "%s",
                "consumerGroup" : "%s",
                "cardinality" : "%s"
              } ],
              "retry" : {
                "strategy" : "%s",
                "maxRetryCount" : %d,
                "minimumInterval" : "%s",
                "maximumInterval" : "%s"
              }
            }
            """.formatted(
                        method.getDeclaringClass().getName(),
                        method.getName(),
                        trigger.name(),
                        trigger.dataType(),
                        trigger.connection(),
                        trigger.eventHubName(),
                        consumer,
                        trigger.cardinality(),
                        retry.strategy(),
                        retry.maxRetryCount(),
                        retry.minimumInterval(),
                        retry.maximumInterval());
    }

    private static Method entryPoint() {
        return Stream.of(OrderEventFunctions.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(ExponentialBackoffRetry.class))
                .findFirst()
                .orElseThrow();
    }
}
