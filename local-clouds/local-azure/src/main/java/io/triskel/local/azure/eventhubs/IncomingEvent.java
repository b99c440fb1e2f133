package io.triskel.local.azure.eventhubs;

import org.jspecify.annotations.Nullable;

/**
 * An event as a client sent it, cut where the service's annotations go.
 *
 * @param annotations the client's message annotations, encoded keys and values one after another
 * @param annotationCount how many keys and values those are
 * @param rest all that follows the annotations
 */
record IncomingEvent(@Nullable String partitionKey, Slice annotations, int annotationCount, Slice rest) {

    /** A part of an array that is not copied. */
    record Slice(byte[] bytes, int from, int length) {}

    /** What it takes in a partition, less what the service adds. */
    int size() {
        return annotations.length() + rest.length();
    }
}
