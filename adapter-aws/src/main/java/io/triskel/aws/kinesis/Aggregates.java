package io.triskel.aws.kinesis;

import io.triskel.aws.kinesis.UserRecords.UserRecord;
import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.Settlement;
import io.triskel.event.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Collects the deliveries of records; an aggregated record gives many. A record is unsettled if one of its deliveries
 * is: the event source redelivers whole records, and deliveries already settled arrive as duplicates.
 */
public final class Aggregates {
    private final EventCodec codec;
    private final Predicate<EventType> subscription;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Integer> recordOf = new ArrayList<>();
    private int records;

    /** Starts a batch without records. */
    public Aggregates(EventCodec codec, Predicate<EventType> subscription) {
        this.codec = codec;
        this.subscription = subscription;
    }

    /**
     * Adds a record.
     *
     * @param position identifies the record in messages
     * @param arrived its approximate arrival timestamp in milliseconds, shared by its deliveries; Kinesis guarantees
     *     neither accuracy nor that it only rises (Kinesis API Reference, "GetRecords"); empty if it has none
     */
    public void add(byte[] data, String partitionKey, String position, Optional<Instant> arrived) {
        for (UserRecord record : UserRecords.of(data, partitionKey)) {
            deliveries.add(Deliveries.read(
                    codec,
                    subscription,
                    WireEvent.structured(record.data()),
                    Optional.of(record.partitionKey()).filter(key -> !key.isEmpty()),
                    new Position(record.positionIn(position)),
                    arrived));
            recordOf.add(records);
        }
        records++;
    }

    /** {@return all deliveries, in the records' order} */
    public List<Delivery> deliveries() {
        return deliveries;
    }

    /** {@return the index of the first record that is not settled} */
    public OptionalInt firstUnsettled(Settlement settlement) {
        OptionalInt delivery = settlement.firstUnsettled();
        return delivery.isPresent() ? OptionalInt.of(recordOf.get(delivery.getAsInt())) : delivery;
    }
}
