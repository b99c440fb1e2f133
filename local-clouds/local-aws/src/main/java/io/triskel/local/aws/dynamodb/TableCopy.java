package io.triskel.local.aws.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** The items that a table had at one time, read and written through the protocol. */
final class TableCopy {
    /** BatchWriteItem takes so many requests. */
    private static final int BATCH = 25;

    private final ObjectMapper json = new ObjectMapper();
    private final String table;
    private final BinaryOperator<String> call;
    private final List<JsonNode> items;

    /** @param call takes an operation and the body of its request, and answers with the body of the response */
    TableCopy(String table, BinaryOperator<String> call) {
        this.table = table;
        this.call = call;
        items = scan();
    }

    /** Replaces what the table has now. */
    void putBack() {
        List<String> keys = new ArrayList<>();
        send("DescribeTable", named())
                .path("Table")
                .path("KeySchema")
                .forEach(key -> keys.add(key.path("AttributeName").asText()));
        List<ObjectNode> requests = new ArrayList<>();
        for (JsonNode item : scan()) {
            ObjectNode request = json.createObjectNode();
            ObjectNode key = request.putObject("DeleteRequest").putObject("Key");
            keys.forEach(name -> key.set(name, item.get(name)));
            requests.add(request);
        }
        write(requests);
        write(items.stream()
                .map(item -> {
                    ObjectNode request = json.createObjectNode();
                    request.putObject("PutRequest").set("Item", item);
                    return request;
                })
                .toList());
    }

    private List<JsonNode> scan() {
        List<JsonNode> found = new ArrayList<>();
        ObjectNode request = named().put("ConsistentRead", true);
        JsonNode page;
        do {
            page = send("Scan", request);
            page.path("Items").forEach(found::add);
            request.set("ExclusiveStartKey", page.get("LastEvaluatedKey"));
        } while (page.has("LastEvaluatedKey"));
        return found;
    }

    private void write(List<ObjectNode> requests) {
        for (int from = 0; from < requests.size(); from += BATCH) {
            ObjectNode request = json.createObjectNode();
            ArrayNode of = request.putObject("RequestItems").putArray(table);
            of.addAll(requests.subList(from, Math.min(requests.size(), from + BATCH)));
            JsonNode left = send("BatchWriteItem", request).path("UnprocessedItems");
            if (!left.isEmpty()) {
                throw new IllegalStateException("DynamoDB did not write all items of " + table);
            }
        }
    }

    private ObjectNode named() {
        return json.createObjectNode().put("TableName", table);
    }

    private JsonNode send(String operation, JsonNode request) {
        try {
            return json.readTree(call.apply(operation, request.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DynamoDB answers with JSON", e);
        }
    }
}
