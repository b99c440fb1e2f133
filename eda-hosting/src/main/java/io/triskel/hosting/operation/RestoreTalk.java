package io.triskel.hosting.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.event.Deadline;
import io.triskel.hosting.operation.StoreRestore.Published;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** An operator's request for a restore, and its answer. */
final class RestoreTalk {
    /** A bus of a month is read. */
    private static final Duration TIME = Duration.ofHours(24);

    private RestoreTalk() {}

    static ObjectNode answer(JsonNode wanted, Platform platform, Published published) {
        StoreRestore.Report report = new StoreRestore(platform, published)
                .run(moment(wanted.path("to").asText()), Deadline.in(TIME, platform.clock()));
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("known", report.commits().known())
                .put("recovered", report.commits().recovered())
                .put("anonymous", report.commits().anonymous())
                .put("unreadable", report.unreadable())
                .put("replayFrom", report.replayFrom().toString());
        ArrayNode failures = answer.putArray("failures");
        report.commits().problems().forEach((stream, why) -> failures.add("stream " + stream + ": " + why));
        return answer;
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException broken) {
            throw new IllegalArgumentException(
                    "to must be a moment such as 2026-12-01T03:15:00Z, not '" + text + "'", broken);
        }
    }
}
