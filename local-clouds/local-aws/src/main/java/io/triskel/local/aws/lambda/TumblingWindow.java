package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.triskel.local.aws.kinesis.KinesisRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * An open window of a shard: the records that arrived within it, and the function's state for them so far (Lambda developer
 * guide, "Stateful Kinesis Data Streams processing"). Windows begin at multiples of their length.
 *
 * @param state the state in the function's last answer, an empty object at first
 * @param firstOrdinal of the window's first record: the checkpoint stays there until the final invocation succeeds
 */
record TumblingWindow(Instant start, Instant end, JsonNode state, long firstOrdinal) {
    /** A larger state ends the window early; the window continues with a fresh state (developer guide). */
    static final int STATE_BYTES = 1 << 20;

    static TumblingWindow of(KinesisRecord first, Duration length) {
        long millis = length.toMillis();
        Instant start = Instant.ofEpochMilli(Math.floorDiv(first.arrivedAt().toEpochMilli(), millis) * millis);
        return new TumblingWindow(start, start.plus(length), JsonNodeFactory.instance.objectNode(), first.ordinal());
    }

    TumblingWindow with(JsonNode newState) {
        return new TumblingWindow(start, end, newState, firstOrdinal);
    }

    boolean holds(KinesisRecord record) {
        return !record.arrivedAt().isBefore(start) && record.arrivedAt().isBefore(end);
    }

    boolean isTooLarge() {
        return state.toString().getBytes(StandardCharsets.UTF_8).length > STATE_BYTES;
    }
}
