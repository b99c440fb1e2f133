package io.triskel.local.azure.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entities that a table had at one time, read and written through the protocol. */
final class TableCopy {
    private final ObjectMapper json = new ObjectMapper();
    private final String table;
    private final Requests requests;
    private final List<ObjectNode> entities;

    TableCopy(String table, Requests requests) {
        this.table = table;
        this.requests = requests;
        entities = query();
    }

    /** Sends requests to the tables. */
    interface Requests {
        /**
         * {@return the answer to a request}
         *
         * @param path below the account
         * @param query in addition to the signature
         * @param body empty for none
         */
        Answer send(String method, String path, String query, String body);
    }

    /**
     * An answer.
     *
     * @param next the query that continues it; empty if it is complete
     */
    record Answer(String body, Optional<String> next) {}

    /** Replaces what the table has now. */
    void putBack() {
        for (ObjectNode entity : query()) {
            requests.send("DELETE", key(entity), "", "");
        }
        for (ObjectNode entity : entities) {
            requests.send("POST", table, "", entity.toString());
        }
    }

    private String key(JsonNode entity) {
        return table + "(PartitionKey='" + escaped(entity.path("PartitionKey")) + "',RowKey='"
                + escaped(entity.path("RowKey")) + "')";
    }

    private static String escaped(JsonNode key) {
        return URLEncoder.encode(key.asText().replace("'", "''"), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private List<ObjectNode> query() {
        List<ObjectNode> found = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            Answer page = requests.send("GET", table + "()", next.get(), "");
            try {
                for (JsonNode entity : json.readTree(page.body()).path("value")) {
                    ObjectNode copy = entity.deepCopy();
                    copy.remove(List.of("odata.etag", "Timestamp", "Timestamp@odata.type"));
                    found.add(copy);
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Azurite answers with JSON, not " + page.body(), e);
            }
            next = page.next();
        }
        return found;
    }
}
