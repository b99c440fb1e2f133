package io.triskel.archive;

import io.triskel.codec.WireEvent;
import java.util.Optional;

/**
 * A record of an archived object, not yet decoded and perhaps no event at all.
 *
 * @param number its place in the object, 1 for the first; some may be left out
 * @param wire what was archived, in binary or structured mode
 * @param transportKey the key that the bus ordered it by, where the archive knows
 */
public record ArchivedEvent(int number, WireEvent wire, Optional<String> transportKey) {
    public ArchivedEvent {
        if (number < 1) {
            throw new IllegalArgumentException("The records of an object are numbered from 1 on, not " + number);
        }
    }

    /** Of a structured event. */
    static ArchivedEvent structured(int number, byte[] event) {
        return new ArchivedEvent(number, WireEvent.structured(event), Optional.empty());
    }
}
