package io.triskel.orders.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An operator's request that a consumer's own function replay what it has parked: {@code docs/ops-commands.md} has the document, which
 * functions of any language can serve.
 *
 * @param consumer whose function is meant; another one refuses
 * @param limit the most lanes, and the most events
 * @param time the longest that the function works; its own deadline may be earlier
 */
public record ReplayRequest(String consumer, int limit, Duration time) {
    /** The value of the field {@code triskel}, which no cloud's trigger sends. */
    static final String KIND = "replay";

    private static final ObjectMapper JSON = new ObjectMapper();

    public ReplayRequest {
        if (consumer.isBlank() || limit < 1 || time.toSeconds() < 1) {
            throw expected("'" + consumer + "', " + limit + " and " + time.toSeconds());
        }
    }

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if it is not one; the message says what was expected
     */
    static ReplayRequest read(byte[] document) {
        JsonNode request;
        try {
            request = JSON.readTree(document);
        } catch (IOException broken) {
            throw expected("a document that is not JSON");
        }
        if (!request.path("triskel").asText().equals(KIND)) {
            throw expected("a document without it");
        }
        JsonNode limit = request.path("limit");
        JsonNode seconds = request.path("seconds");
        if (!request.path("consumer").isTextual() || !limit.canConvertToInt() || !seconds.canConvertToInt()) {
            throw expected(request.toString());
        }
        return new ReplayRequest(
                request.path("consumer").textValue(), limit.intValue(), Duration.ofSeconds(seconds.intValue()));
    }

    /** {@return the document} */
    public byte[] toJson() {
        return JSON.createObjectNode()
                .put("triskel", KIND)
                .put("consumer", consumer)
                .put("limit", limit)
                .put("seconds", time.toSeconds())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException expected(String found) {
        return new IllegalArgumentException(
                "expected {\"triskel\":\"replay\",\"consumer\":NAME,\"limit\":N,\"seconds\":N} with numbers of at least"
                        + " 1, not " + found);
    }
}
