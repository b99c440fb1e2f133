package io.triskel.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.testkit.RequestCounter.Billed;
import io.triskel.testkit.RequestCounter.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** A JSON file of budgets: an object whose {@code table} has one row per operation and store, one per line. */
final class BudgetTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IN_SEQUENCE = "inSequence";

    private final Path file;
    private final String store;
    private final List<ObjectNode> wrong = new ArrayList<>();

    BudgetTable(Path file, String store) {
        this.file = file;
        this.store = store;
    }

    /** Notes an operation whose row is missing or has other numbers. */
    void compare(String operation, Requests requests, Billed billed) {
        Optional<JsonNode> budget = row(read(), operation);
        ObjectNode spent = JSON.createObjectNode().put("operation", operation).put("store", store);
        spent.put("reads", requests.reads()).put("writes", requests.writes());
        if (budget.isEmpty() || budget.get().has(IN_SEQUENCE)) {
            spent.put(IN_SEQUENCE, requests.inSequence());
        }
        spent.set("readUnits", number(billed.readUnits()));
        spent.set("writeUnits", number(billed.writeUnits()));
        spent.set("deleteUnits", number(billed.deleteUnits()));
        spent.put("bytes", billed.bytes());
        if (budget.filter(row -> row.toString().equals(spent.toString())).isEmpty()) {
            wrong.add(spent);
        }
    }

    private static JsonNode number(double units) {
        return units == Math.rint(units) ? LongNode.valueOf(Math.round(units)) : DoubleNode.valueOf(units);
    }

    List<String> wrong() {
        return wrong.stream().map(ObjectNode::toString).toList();
    }

    /** Writes what was spent into the file; a new row comes after the other stores' rows of its operation. */
    void accept() {
        ObjectNode table = read();
        ArrayNode rows = (ArrayNode) table.get("table");
        for (ObjectNode spent : wrong) {
            String operation = spent.get("operation").textValue();
            int last = -1;
            int own = -1;
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).path("operation").asText().equals(operation)) {
                    last = i;
                    own = rows.get(i).path("store").asText().equals(store) ? i : own;
                }
            }
            if (own >= 0) {
                rows.set(own, spent);
            } else {
                rows.insert(last < 0 ? rows.size() : last + 1, spent);
            }
        }
        write(table, rows);
    }

    private Optional<JsonNode> row(ObjectNode table, String operation) {
        for (JsonNode row : table.get("table")) {
            if (row.path("operation").asText().equals(operation)
                    && row.path("store").asText().equals(store)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private ObjectNode read() {
        try {
            if (!Files.exists(file)) {
                return JSON.createObjectNode().set("table", JSON.createArrayNode());
            }
            return (ObjectNode) JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the budgets in " + file, e);
        }
    }

    private void write(ObjectNode table, ArrayNode rows) {
        StringJoiner lines = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        rows.forEach(row -> lines.add(spaced(row)));
        StringJoiner fields = new StringJoiner(",\n  ", "{\n  ", "\n}\n");
        table.properties()
                .forEach(field -> fields.add("\"" + field.getKey() + "\": "
                        + (field.getKey().equals("table") ? lines.toString() : spaced(field.getValue()))));
        try {
            Files.writeString(file, fields.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the budgets to " + file, e);
        }
    }

    private static String spaced(JsonNode value) {
        if (!value.isObject()) {
            return value.toString();
        }
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        value.properties().forEach(field -> fields.add("\"" + field.getKey() + "\": " + field.getValue()));
        return fields.toString();
    }
}
