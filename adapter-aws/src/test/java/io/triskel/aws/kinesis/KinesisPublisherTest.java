package io.triskel.aws.kinesis;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.publish.BusLimits;
import io.triskel.publish.EventPublisher;
import io.triskel.testkit.PublisherContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The publisher on Kinesis keeps what every publisher keeps. */
class KinesisPublisherTest extends PublisherContract {
    private final KinesisPublishing kinesis = new KinesisPublishing(codec());

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Override
    protected EventPublisher publisher() {
        return kinesis.publisher;
    }

    @Override
    protected BusLimits limits() {
        return kinesis.bus.limits();
    }

    @Override
    protected Deadline deadline() {
        return kinesis.deadline();
    }

    @Override
    protected List<Envelope<?>> readBack(List<EventId> awaited) {
        return kinesis.readBack();
    }
}
