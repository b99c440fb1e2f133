package io.triskel.local.azure.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A value of a custom metric.
 *
 * @param resource the id of the resource that it is about
 * @param metric name space and name, such as {@code Triskel/ParkedLanes}
 * @param dimensions their names and values
 * @param max the greatest value of the minute
 */
public record MetricPoint(String resource, String metric, Map<String, String> dimensions, double max) {
    /** The limits of "Custom metrics in Azure Monitor", "Quotas and limits". */
    private static final int MOST_DIMENSIONS = 10;

    private static final int MOST_CHARACTERS = 256;

    /** "Ingest custom metrics for an Azure resource using the REST API", "Timestamp". */
    private static final Duration PAST = Duration.ofMinutes(20);

    private static final Duration FUTURE = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public MetricPoint {
        dimensions = Map.copyOf(dimensions);
    }

    /**
     * Reads the values of a body, which has one metric.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static List<MetricPoint> read(String resource, byte[] body, Instant now) {
        JsonNode root = object(parsed(body), "time", "data");
        checkTime(text(root, "time"), now);
        JsonNode data = object(
                object(root.path("data"), "baseData").path("baseData"), "metric", "namespace", "dimNames", "series");
        List<String> names = texts(data.path("dimNames"), "dimNames");
        if (names.size() > MOST_DIMENSIONS) {
            throw new IllegalArgumentException("a metric has at most 10 dimensions, this one " + names.size());
        }
        if (new TreeSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("dimNames has a name twice: " + names);
        }
        String metric = text(data, "namespace") + "/" + text(data, "metric");
        if (!data.path("series").isArray() || data.path("series").isEmpty()) {
            throw new IllegalArgumentException("series has no value");
        }
        List<MetricPoint> points = new ArrayList<>();
        for (JsonNode each : data.path("series")) {
            points.add(point(resource, metric, names, each));
        }
        return points;
    }

    private static MetricPoint point(String resource, String metric, List<String> names, JsonNode series) {
        List<String> values =
                texts(object(series, "dimValues", "min", "max", "sum", "count").path("dimValues"), "dimValues");
        if (values.size() != names.size()) {
            throw new IllegalArgumentException(
                    names.size() + " dimNames and " + values.size() + " dimValues, expected as many");
        }
        double min = number(series, "min");
        double max = number(series, "max");
        double sum = number(series, "sum");
        double count = number(series, "count");
        if (!series.path("count").isIntegralNumber() || count < 1 || min * count > sum || max * count < sum) {
            throw new IllegalArgumentException("no minute has these min, max, sum and count: " + series);
        }
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            dimensions.put(names.get(i), values.get(i));
        }
        return new MetricPoint(resource, metric, dimensions, max);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("the body is not one JSON value: " + broken.getOriginalMessage());
        }
    }

    private static void checkTime(String time, Instant now) {
        try {
            Instant at = OffsetDateTime.parse(time).toInstant();
            if (at.isBefore(now.minus(PAST)) || at.isAfter(now.plus(FUTURE))) {
                throw new IllegalArgumentException(
                        "time is " + at + ", expected 20 minutes before to 5 minutes after " + now);
            }
        } catch (DateTimeException broken) {
            throw new IllegalArgumentException("time is not ISO 8601 with an offset: " + time);
        }
    }

    private static JsonNode object(JsonNode node, String... fields) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected an object with " + List.of(fields) + ", not " + node);
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!List.of(fields).contains(name)) {
                throw new IllegalArgumentException("there is no field " + name + ", only " + List.of(fields));
            }
        }
        return node;
    }

    private static String text(JsonNode node, String field) {
        return checked(node.path(field), field);
    }

    private static List<String> texts(JsonNode array, String field) {
        if (!array.isArray()) {
            throw new IllegalArgumentException(field + " is not an array");
        }
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(checked(each, field)));
        return texts;
    }

    private static String checked(JsonNode node, String field) {
        if (!node.isTextual() || node.textValue().isBlank() || node.textValue().length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(field + " is not a text of 1 to 256 characters");
        }
        return node.textValue();
    }

    private static double number(JsonNode node, String field) {
        if (!node.path(field).isNumber()) {
            throw new IllegalArgumentException(field + " is not a number");
        }
        return node.path(field).doubleValue();
    }
}
