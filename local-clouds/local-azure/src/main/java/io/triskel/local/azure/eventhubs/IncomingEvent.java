package io.triskel.local.azure.eventhubs;

import org.jspecify.annotations.Nullable;

/**
 * An event as a client sent it, split at the place for the service's annotations.
 *
 * @param annotations the client's message annotations, encoded keys and values one after another
 * @param annotationCount the number of keys and values in {@code annotations}
 * @param rest everything after the annotations
 */
record IncomingEvent(@Nullable String partitionKey, Slice annotations, int annotationCount, Slice rest) {

    /** A part of an array that is not copied. */
    record Slice(byte[] bytes, int from, int length) {}

    /** The event's bytes in a partition, without those that the service adds. */
    int size() {
        return annotations.length() + rest.length();
    }
}
