package io.triskel.archive;

import io.triskel.codec.WireEvent;
import io.triskel.event.ForAdapters;
import java.util.Optional;

/**
 * A record of an archived object, not yet decoded and perhaps no event at all.
 *
 * @param number the record's number in the object, 1 for the first; numbers may be skipped
 * @param wire the archived event, in binary or structured mode
 * @param transportKey the key by which the bus ordered the event, if the archive has it
 */
@ForAdapters
public record ArchivedEvent(int number, WireEvent wire, Optional<String> transportKey) {
    public ArchivedEvent {
        if (number < 1) {
            throw new IllegalArgumentException("The records of an object are numbered from 1 on, not " + number);
        }
    }

    /** Makes a record of a structured event. */
    static ArchivedEvent structured(int number, byte[] event) {
        return new ArchivedEvent(number, WireEvent.structured(event), Optional.empty());
    }
}
