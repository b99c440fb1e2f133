package io.triskel.azure.hosting;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.CustomBinding;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * One {@code function.json}, from the annotations of a method, as azure-functions-maven-plugin writes it (1.37.0). The plugin writes one
 * per method with a name, and only of the module's own methods.
 */
final class FunctionJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayNode bindings = JSON.createArrayNode();
    private final Optional<String> consumer;

    private FunctionJson(Optional<String> consumer) {
        this.consumer = consumer;
    }

    /**
     * {@return the document of a function}
     *
     * @param method the entry point
     * @param consumer the consumer group by which it reads, if it reads the hub
     * @param jar the package's jar that the host looks for
     */
    static ObjectNode of(Method method, Optional<String> consumer, String jar) {
        FunctionJson json = new FunctionJson(consumer);
        for (Annotation[] annotations : method.getParameterAnnotations()) {
            for (Annotation annotation : annotations) {
                json.bind(annotation);
            }
        }
        if (method.getReturnType() == HttpResponseMessage.class) {
            json.binding("http", "out", "$return");
        }
        ObjectNode function = JSON.createObjectNode()
                .put("scriptFile", "../" + jar)
                .put("entryPoint", method.getDeclaringClass().getName() + "." + method.getName());
        function.set("bindings", json.bindings);
        ExponentialBackoffRetry retry = method.getAnnotation(ExponentialBackoffRetry.class);
        if (retry != null) {
            function.putObject("retry")
                    .put("strategy", retry.strategy())
                    .put("maxRetryCount", retry.maxRetryCount())
                    .put("minimumInterval", retry.minimumInterval())
                    .put("maximumInterval", retry.maximumInterval());
        }
        return function;
    }

    private ObjectNode binding(String type, String direction, String name) {
        return bindings.addObject()
                .put("type", type)
                .put("direction", direction)
                .put("name", name);
    }

    private void bind(Annotation annotation) {
        CustomBinding custom = annotation.annotationType().getAnnotation(CustomBinding.class);
        if (annotation instanceof EventHubTrigger hub) {
            binding("eventHubTrigger", "in", hub.name())
                    .put("dataType", hub.dataType())
                    .put("connection", hub.connection())
                    .put("eventHubName", hub.eventHubName())
                    .put("consumerGroup", consumer.orElseThrow())
                    .put("cardinality", hub.cardinality().name());
        } else if (annotation instanceof TimerTrigger timer) {
            binding("timerTrigger", "in", timer.name()).put("schedule", timer.schedule());
        } else if (annotation instanceof HttpTrigger http) {
            ObjectNode bound = binding("httpTrigger", "in", http.name()).put("route", http.route());
            ArrayNode methods = bound.putArray("methods");
            for (HttpMethod method : http.methods()) {
                methods.add(method.name());
            }
            bound.put("authLevel", http.authLevel().name());
        } else if (custom != null) {
            // Those of Durable Functions, whose library only some packages have.
            binding(custom.type(), custom.direction(), name(annotation));
        }
    }

    private static String name(Annotation binding) {
        try {
            return (String) binding.annotationType().getMethod("name").invoke(binding);
        } catch (ReflectiveOperationException nameless) {
            throw new IllegalArgumentException(binding + " has no name to bind to", nameless);
        }
    }
}
