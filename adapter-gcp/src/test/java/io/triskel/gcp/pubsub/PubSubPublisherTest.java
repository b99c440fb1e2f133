package io.triskel.gcp.pubsub;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.testkit.PublisherContract;
import io.triskel.testkit.SilentBus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The kit's contract; what is accepted is in the subscription at once. */
class PubSubPublisherTest extends PublisherContract {
    private final PubSubPublishing pubSub = new PubSubPublishing(codec());

    @AfterEach
    void close() {
        pubSub.close();
    }

    @Override
    protected EventPublisher publisher() {
        return pubSub.publisher;
    }

    @Override
    protected EventPublisher silent() {
        return OrderedPublisher.builder(new SilentBus(pubSub.bus), codec()).build();
    }

    @Override
    protected BusLimits limits() {
        return pubSub.bus.limits();
    }

    @Override
    protected Deadline deadline() {
        return pubSub.deadline();
    }

    @Override
    protected List<Envelope<?>> readBack(List<EventId> awaited) {
        return pubSub.readBack();
    }
}
