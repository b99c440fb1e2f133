package io.triskel.testkit.publish;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.EventPublisher;
import io.triskel.testkit.PublisherContract;
import java.util.List;

class InMemoryBinaryPublisherTest extends PublisherContract {
    private final InMemoryPublishing memory = new InMemoryPublishing(codec(), WireMode.BINARY);

    @Override
    protected EventPublisher publisher() {
        return memory.publisher();
    }

    @Override
    protected EventPublisher silent() {
        return memory.silent();
    }

    @Override
    protected BusLimits limits() {
        return memory.limits();
    }

    @Override
    protected Deadline deadline() {
        return memory.deadline();
    }

    @Override
    protected List<Envelope<?>> readBack(List<EventId> awaited) {
        return memory.readBack();
    }
}
