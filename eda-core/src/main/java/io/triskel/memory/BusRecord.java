package io.triskel.memory;

import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.EventType;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An event on the in-memory bus: bytes and attributes, and the object until every group has read it. */
final class BusRecord {
    private final int partition;
    private final long offset;
    private final Optional<String> key;
    private final WireEvent wire;
    private final Optional<Instant> acceptedAt;

    /** The event without its data, read once for all groups; data may be personal, so it is read for each. */
    private @Nullable Delivery withoutData;

    private int readers;

    BusRecord(int partition, long offset, Optional<String> key, WireEvent wire, Optional<Instant> acceptedAt) {
        this.partition = partition;
        this.offset = offset;
        this.key = key;
        this.wire = wire;
        this.acceptedAt = acceptedAt;
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    Optional<String> key() {
        return key;
    }

    WireEvent wire() {
        return wire;
    }

    String position() {
        return partition + "-" + offset;
    }

    /** {@return this record for a consumer, one of this many groups} */
    Delivery read(EventCodec codec, Predicate<EventType> wanted, int groups) {
        // A structured event's attributes and data are read in one pass.
        boolean structured = wire.attributes().isEmpty();
        return structured
                ? Deliveries.read(codec, wanted, wire, key, place(), acceptedAt)
                : Deliveries.readOn(codec, wanted, withoutData(codec, groups), key);
    }

    private Position place() {
        return new Position("memory/" + position());
    }

    private synchronized Delivery withoutData(EventCodec codec, int groups) {
        Delivery read = withoutData;
        if (read == null) {
            read = Deliveries.read(codec, type -> false, wire, key, place(), acceptedAt);
            readers = 0;
        }
        readers++;
        withoutData = readers < groups ? read : null;
        return read;
    }
}
