package io.triskel.archive;

import io.triskel.codec.WireEvent;
import io.triskel.event.ForAdapters;
import java.util.Optional;

/**
 * An undecoded record of an archived object, which may not be an event.
 *
 * @param number the record's number in the object, 1 for the first; numbers may be skipped
 * @param wire the archived event, in binary or structured mode
 * @param transportKey the bus's ordering key of the event, if the archive has it
 */
@ForAdapters
public record ArchivedEvent(int number, WireEvent wire, Optional<String> transportKey) {
    public ArchivedEvent {
        if (number < 1) {
            throw new IllegalArgumentException("number must be at least 1, not " + number);
        }
    }

    /** Makes a record of a structured event. */
    static ArchivedEvent structured(int number, byte[] event) {
        return new ArchivedEvent(number, WireEvent.structured(event), Optional.empty());
    }
}
