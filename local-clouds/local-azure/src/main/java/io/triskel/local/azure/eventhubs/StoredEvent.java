package io.triskel.local.azure.eventhubs;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An event for readers, decoded from the partition's bytes.
 *
 * @param sequenceNumber grows by one from event to event of the partition
 * @param offset decimal digits, growing with the bytes stored
 * @param properties the application properties; texts, numbers, booleans, {@code UUID}, {@code byte[]}; a timestamp is a number of
 *     milliseconds
 * @param systemProperties message annotations ({@code x-opt-sequence-number} and the like) and the message's own
 *     properties ({@code content-type} and the like); the same types of values, and {@code Instant} for the protocol's
 *     times
 * @param body not copied; do not change it
 */
public record StoredEvent(
        long sequenceNumber,
        String offset,
        Instant enqueuedTime,
        Optional<String> partitionKey,
        Map<String, Object> properties,
        Map<String, Object> systemProperties,
        byte[] body) {}
