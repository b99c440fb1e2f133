package io.triskel.gcp.pubsub;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Verdict;
import io.triskel.consume.Verdict.Why;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.gcp.CallDeadline;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Passes leased messages to the consumer.
 *
 * @param subscription its full name, a part of each position
 */
record LeasedDeliveries(
        String subscription,
        BatchProcessor processor,
        EventCodec codec,
        Duration batchTime,
        InstantSource clock,
        Observer observer) {
    /** {@return the verdicts; if the consumer itself throws, no message counts as settled} */
    List<Verdict> settle(List<Leased> batch, Redelivery redelivery) {
        try {
            List<Delivery> deliveries = new ArrayList<>(batch.size());
            for (Leased event : batch) {
                deliveries.add(PubSubBinding.read(
                        codec,
                        processor.subscription(),
                        event.message,
                        PubSubPosition.of(subscription, event.message.getMessageId())));
            }
            Deadline deadline = Deadline.in(batchTime, clock);
            return CallDeadline.during(deadline, clock, () -> processor.process(deliveries, redelivery, deadline))
                    .verdicts();
        } catch (RuntimeException | Error nothingIsKnown) {
            observer.portFailed("consumer", new PortException("A batch failed: " + nothingIsKnown, nothingIsKnown));
            return Collections.nCopies(
                    batch.size(), new Verdict.Unsettled(Why.HALTED, "the batch failed: " + nothingIsKnown));
        }
    }
}
