package io.triskel.memory;

import io.triskel.codec.EncodedData;
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

    /** As read for all groups: without its data, which is then read for each group that wants it. */
    private @Nullable Delivery withoutData;

    /** As read for all groups that want it, if they may share its data. */
    private @Nullable Delivery shared;

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
        Delivery known = shared();
        Delivery read = known instanceof Delivery.Decoded decoded
                        && wanted.test(decoded.envelope().type())
                ? known
                : readOn(codec, wanted);
        boolean toShare = read instanceof Delivery.Decoded decoded
                && !(decoded.envelope().data() instanceof EncodedData)
                && codec.isShared(decoded.envelope().type());
        wasRead(toShare ? read : known, groups);
        return read;
    }

    private synchronized @Nullable Delivery shared() {
        return shared;
    }

    private synchronized void wasRead(@Nullable Delivery toShare, int groups) {
        readers++;
        boolean byAll = readers >= groups;
        readers = byAll ? 0 : readers;
        shared = byAll ? null : toShare == null ? shared : toShare;
        withoutData = byAll ? null : withoutData;
    }

    private Delivery readOn(EventCodec codec, Predicate<EventType> wanted) {
        // A structured event's attributes and data are read in one pass.
        boolean structured = wire.attributes().isEmpty();
        return structured
                ? Deliveries.read(codec, wanted, wire, key, place(), acceptedAt)
                : Deliveries.readOn(codec, wanted, withoutData(codec), key);
    }

    private Position place() {
        return new Position("memory/" + position());
    }

    private synchronized Delivery withoutData(EventCodec codec) {
        Delivery read = withoutData;
        if (read == null) {
            read = Deliveries.read(codec, type -> false, wire, key, place(), acceptedAt);
            withoutData = read;
        }
        return read;
    }
}
