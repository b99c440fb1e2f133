package io.triskel.aws.firehose;

import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.testkit.PublisherContract;
import io.triskel.testkit.SilentBus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The publisher on Firehose keeps what every publisher keeps, as read back from the compressed objects. */
class FirehosePublisherTest extends PublisherContract {
    @TempDir
    Path folder;

    private FirehoseArchive archive;

    @BeforeEach
    void start() {
        archive = new FirehoseArchive(codec(), folder);
    }

    @AfterEach
    void close() {
        archive.close();
    }

    @Override
    protected EventPublisher publisher() {
        return archive.publisher;
    }

    @Override
    protected EventPublisher silent() {
        return OrderedPublisher.builder(new SilentBus(archive.bus), codec()).build();
    }

    @Override
    protected BusLimits limits() {
        return archive.bus.limits();
    }

    @Override
    protected Deadline deadline() {
        return archive.deadline();
    }

    @Override
    protected List<Envelope<?>> readBack(List<EventId> awaited) {
        return archive.readBack().stream()
                .<Envelope<?>>map(delivery -> ((Delivery.Decoded) delivery).envelope())
                .toList();
    }
}
