package io.triskel.codec;

import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An event as a codec just wrote it, so that the same call can publish it without writing it again. It counts for the very
 * event that was written, and for codecs with the same types and keys. Never keep it: the event's data may change later.
 */
@ForAdapters
public final class WrittenEvent {
    static final int NO_DATA = -1;

    private final Envelope<?> event;
    private final DataTypes types;
    private final byte[] structured;
    private final int dataFrom;

    /** @param dataFrom where the data begins, which ends just before the event does; {@link #NO_DATA} if it is not JSON of typed data */
    WrittenEvent(Envelope<?> event, DataTypes types, byte[] structured, int dataFrom) {
        this.event = event;
        this.types = types;
        this.structured = structured;
        this.dataFrom = dataFrom;
    }

    /** {@return the event that was written} */
    public Envelope<?> event() {
        return event;
    }

    /** {@return the event in structured mode; not copied} */
    public byte[] structured() {
        return structured;
    }

    /** {@return whether this is what a codec with these types would write of the event} */
    @SuppressWarnings("ReferenceEquality") // an equal event may have data that was changed meanwhile
    boolean isOf(Envelope<?> other, DataTypes by) {
        return event == other && types == by;
    }

    /** {@return the JSON of the event's data, which other attributes do not change; null if it is not known} */
    byte @Nullable [] dataOf(Envelope<?> other, DataTypes by) {
        boolean known = dataFrom != NO_DATA
                && types == by
                && event.data() == other.data()
                && event.type().equals(other.type());
        return known ? Arrays.copyOfRange(structured, dataFrom, structured.length - 1) : null;
    }
}
