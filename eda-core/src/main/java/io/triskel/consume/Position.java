package io.triskel.consume;

import io.triskel.event.DerivedId;
import io.triskel.event.EventId;

/**
 * Where a delivery stands in its source, such as stream, shard and sequence number: unique among all that a consumer is
 * ever given, and the same again when the delivery is repeated.
 *
 * @param value 1 to 512 characters
 */
public record Position(String value) {
    /** The source of an identity that was made of a position. */
    static final String SOURCE = "triskel:position";

    public Position {
        if (value.isBlank() || value.length() > 512) {
            throw new IllegalArgumentException(
                    "A position has 1 to 512 characters and is not blank, this one has " + value.length());
        }
    }

    /** {@return the identity of what could not be decoded here} */
    EventId identity() {
        return new EventId(SOURCE, value.length() <= EventId.MAX_ID ? value : DerivedId.of(value));
    }
}
