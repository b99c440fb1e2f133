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
 * The deliveries of records, of which an aggregated one gives many. A record is unsettled if one of its deliveries is: the source
 * brings back whole records, and its deliveries that were settled come as duplicates.
 */
public final class Aggregates {
    private final EventCodec codec;
    private final Predicate<EventType> subscription;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Integer> recordOf = new ArrayList<>();
    private int records;

    /** Begins a batch without records. */
    public Aggregates(EventCodec codec, Predicate<EventType> subscription) {
        this.codec = codec;
        this.subscription = subscription;
    }

    /**
     * Adds a record.
     *
     * @param position names it for people
     * @param arrived its approximate arrival timestamp, which its deliveries share: milliseconds, of which Kinesis guarantees neither
     *     accuracy nor that they only rise (Kinesis API Reference, "GetRecords"); empty if it has none
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
