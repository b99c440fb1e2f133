package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.EventData;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import java.util.ArrayList;
import java.util.List;

/** Settles the events of one partition for one consumer. */
record PartitionEvents(String hub, String partition, BatchProcessor processor, EventCodec codec) {
    /** {@return the number of events settled without a gap, from the first on} */
    int settle(List<EventData> events, Deadline deadline) {
        List<Delivery> deliveries = new ArrayList<>(events.size());
        for (EventData event : events) {
            deliveries.add(AmqpBinding.read(
                    codec,
                    processor.subscription(),
                    event,
                    HubPosition.of(hub, partition, String.valueOf(event.getSequenceNumber()))));
        }
        return processor
                .process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, deadline)
                .firstUnsettled()
                .orElse(events.size());
    }
}
