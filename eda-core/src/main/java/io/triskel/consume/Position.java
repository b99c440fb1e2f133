package io.triskel.consume;

import io.triskel.event.DerivedId;
import io.triskel.event.EventId;

/**
 * Where a delivery stands in its source, such as stream, shard and sequence number. A position is unique among all deliveries
 * to a consumer, and the same when a delivery is repeated.
 *
 * @param value 1 to 512 characters
 */
public record Position(String value) {
    /** The source part of an identity that is made of a position. */
    static final String SOURCE = "triskel:position";

    public Position {
        if (value.isBlank() || value.length() > 512) {
            throw new IllegalArgumentException(
                    "A position has 1 to 512 characters and is not blank, this one has " + value.length());
        }
    }

    /** {@return the identity of an undecodable record at this position} */
    EventId identity() {
        return new EventId(SOURCE, value.length() <= EventId.MAX_ID ? value : DerivedId.of(value));
    }
}
