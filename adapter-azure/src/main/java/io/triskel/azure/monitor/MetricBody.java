package io.triskel.azure.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of a request for one metric, which is all that a body has in the documentation ("Ingest custom metrics for an Azure resource using the
 * REST API"). Each value was seen once.
 */
record MetricBody(String name, Instant at, Map<String, ? extends Number> values) {
    static MetricBody of(String name, Instant at, Map<String, ? extends Number> values) {
        return new MetricBody(name, at.truncatedTo(ChronoUnit.SECONDS), values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    byte[] bytes() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("time", at.toString());
        ObjectNode metric =
                root.putObject("data").putObject("baseData").put("metric", name).put("namespace", "Triskel");
        metric.putArray("dimNames").add("Consumer");
        ArrayNode series = metric.putArray("series");
        new TreeMap<>(values).forEach((consumer, value) -> {
            ObjectNode each = series.addObject();
            each.putArray("dimValues").add(consumer);
            each.put("min", value.longValue())
                    .put("max", value.longValue())
                    .put("sum", value.longValue())
                    .put("count", 1);
        });
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
