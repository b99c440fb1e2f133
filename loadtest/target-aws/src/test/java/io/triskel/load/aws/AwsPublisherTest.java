package io.triskel.load.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.load.Consumption;
import io.triskel.load.Declarations;
import io.triskel.load.Space;
import io.triskel.local.Await;
import io.triskel.observe.Observer;
import io.triskel.publish.BusLimits;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.testkit.PublisherContract;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The publisher on Kinesis keeps what every publisher keeps, as the adapter's own long-running consumer reads it back: what is
 * settled in order there is what consumers see.
 */
@ExtendWith(Spaces.class)
class AwsPublisherTest extends PublisherContract {
    private static final EventType NOTED = EventType.of("triskel.testkit.noted", 1);

    private final Declarations declared;
    private final Space space;
    private final EventBus bus;
    private final EventPublisher publisher;

    AwsPublisherTest(Spaces.Opened aws) {
        declared = aws.binding.declarations();
        space = aws.binding.fresh();
        bus = space.bus().orElseThrow();
        publisher = new OrderedPublisher(bus, codec(), InstantSource.system(), Observer.none());
    }

    @Override
    protected EventPublisher publisher() {
        return publisher;
    }

    @Override
    protected BusLimits limits() {
        return bus.limits();
    }

    @Override
    protected Deadline deadline() {
        return Deadline.in(declared.publication(), InstantSource.system());
    }

    @Override
    protected List<Envelope<?>> readBack(List<EventId> awaited) {
        List<Envelope<?>> read = new CopyOnWriteArrayList<>();
        Set<EventId> arrived = ConcurrentHashMap.newKeySet();
        Consumer consumer = Consumer.named("read-back")
                .on(NOTED, (event, handling) -> {
                    read.add(event);
                    arrived.add(event.id());
                })
                .build();
        Consumption consumption = space.consumption(
                        AwsBinding.random(),
                        BatchProcessor.of(consumer).codec(codec()).build(),
                        codec())
                .orElseThrow();
        Await.until(
                "what was published",
                declared.delivery(),
                () -> consumption.run(Integer.MAX_VALUE, deadline()).caughtUp() && arrived.containsAll(awaited));
        return read;
    }

    @Test
    void what_is_declared_is_what_the_bus_keeps_to() {
        assertThat(declared.bus()).isEqualTo(bus.limits());
    }
}
