package io.triskel.azure.eventhubs;

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

/** The kit's contract; what is accepted is in the hub at once. */
class EventHubsPublisherTest extends PublisherContract {
    private final HubPublishing hubs = new HubPublishing(codec());

    @AfterEach
    void close() {
        hubs.close();
    }

    @Override
    protected EventPublisher publisher() {
        return hubs.publisher;
    }

    @Override
    protected EventPublisher silent() {
        return OrderedPublisher.builder(new SilentBus(hubs.bus), codec()).build();
    }

    @Override
    protected BusLimits limits() {
        return hubs.bus.limits();
    }

    @Override
    protected Deadline deadline() {
        return hubs.deadline();
    }

    @Override
    protected List<Envelope<?>> readBack(List<EventId> awaited) {
        return hubs.readBack();
    }
}
