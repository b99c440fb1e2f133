package io.triskel.transfer;

import static io.triskel.transfer.Products.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.event.Deadline;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.memory.InMemorySubscription;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.OrderedPublisher;
import io.triskel.transfer.Products.Product;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** State, deletion and return of an entity through codec, bus and batch processor, without inbox and lane. */
class ReplicationThroughTheBusTest {
    private static final Product TEA = new Product("tea", 100);
    private static final Product MUG = new Product("mug", 900);

    private final EventCodec codec = EventCodec.of(
            TypeRegistry.builder().add(Products.CHANGED, Product.class).build());
    private final Replicator<Product> replicator = new Replicator<>(
            new InMemoryStores().replicas(), "products", StateCodec.of(), Products.CHANGED, Product.class);

    @ParameterizedTest
    @EnumSource(WireMode.class)
    void replicas_follow_states_tombstones_and_repeats(WireMode mode) {
        InMemoryBus bus = InMemoryBus.of(codec, mode, 2);
        InMemorySubscription subscription = bus.subscribe("ordering", Redelivery.FROM_FIRST_UNSETTLED);
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), clock);
        OrderedPublisher publisher =
                OrderedPublisher.builder(bus, codec).clock(clock).build();
        BatchProcessor processor = BatchProcessor.of(
                        replicator.subscribe(EventConsumer.named("replicas")).build())
                .codec(codec)
                .clock(clock)
                .build();

        assertThat(publisher
                        .publishAndWait(
                                List.of(
                                        EVENTS.changed("p1", 1, TEA),
                                        EVENTS.deleted("p2", 2),
                                        EVENTS.changed("p2", 1, MUG),
                                        EVENTS.changed("p1", 1, TEA),
                                        EVENTS.deleted("p1", 3),
                                        EVENTS.changed("p1", 4, TEA)),
                                deadline)
                        .complete())
                .isTrue();
        while (!subscription.drained()) {
            Settlement settlement = processor.process(subscription.poll(10), subscription.redelivery(), deadline);
            assertThat(settlement.verdicts()).containsOnly(Verdict.handled());
            subscription.settle(settlement);
        }

        assertThat(replicator.find("p1")).contains(TEA);
        assertThat(replicator.find("p2")).isEmpty();
    }
}
