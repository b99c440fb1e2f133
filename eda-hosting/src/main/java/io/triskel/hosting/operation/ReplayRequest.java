package io.triskel.hosting.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.parking.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * An operator's request that a consumer's own function replay what it has parked: {@code docs/ops-commands.md} has the document, which
 * functions of any language can serve.
 *
 * @param consumer whose function is meant; another one refuses
 * @param limit the most lanes, and the most events
 * @param time the longest that the function works; its own deadline may be earlier
 * @param lane the only lane to replay; empty for all
 */
public record ReplayRequest(String consumer, int limit, Duration time, Optional<Lane> lane) {
    /** The value of the field {@code triskel}, which no cloud's trigger sends. */
    static final String KIND = "replay";

    private static final ObjectMapper JSON = new ObjectMapper();

    public ReplayRequest {
        if (consumer.isBlank() || limit < 1 || time.toSeconds() < 1) {
            throw expected("'" + consumer + "', " + limit + " and " + time.toSeconds());
        }
    }

    /** Asks for all lanes. */
    public ReplayRequest(String consumer, int limit, Duration time) {
        this(consumer, limit, time, Optional.empty());
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
        JsonNode lane = request.path("lane");
        if (!request.path("consumer").isTextual()
                || !limit.canConvertToInt()
                || !seconds.canConvertToInt()
                || !(lane.isMissingNode() || lane.isTextual())) {
            throw expected(request.toString());
        }
        return new ReplayRequest(
                request.path("consumer").textValue(),
                limit.intValue(),
                Duration.ofSeconds(seconds.intValue()),
                Optional.ofNullable(lane.textValue())
                        .map(value -> new Lane(value, request.path("alone").asBoolean())));
    }

    /** {@return the document} */
    public byte[] toJson() {
        ObjectNode document = JSON.createObjectNode()
                .put("triskel", KIND)
                .put("consumer", consumer)
                .put("limit", limit)
                .put("seconds", time.toSeconds());
        lane.ifPresent(only -> document.put("lane", only.value()).put("alone", only.alone()));
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException expected(String found) {
        return new IllegalArgumentException(
                "expected {\"triskel\":\"replay\",\"consumer\":NAME,\"limit\":N,\"seconds\":N} with numbers of at least"
                        + " 1, and perhaps a \"lane\", not " + found);
    }
}
