package io.triskel.documents;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Redelivery;
import io.triskel.decide.Decider;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.memory.BusFaults;
import io.triskel.memory.InMemoryBus;
import io.triskel.projection.Projection;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.OrderedPublisher;
import io.triskel.saga.Saga;
import io.triskel.store.Snapshots;
import io.triskel.testkit.DeciderFixture;
import io.triskel.testkit.ProjectionFixture;
import io.triskel.testkit.SagaFixture;
import io.triskel.testkit.SnapshotsContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What {@code docs/testkit.md} shows. */
@SuppressWarnings({"unused", "CheckReturnValue", "ReturnValueIgnored", "SameNameButDifferent"})
final class TestkitPage {
    private TestkitPage() {}

    record Client() {}

    record DynamoSnapshots(Client client, String table) implements Snapshots {
        @Override
        public Optional<Snapshot> load(StreamId stream, String fingerprint) {
            return Optional.empty();
        }

        @Override
        public void save(StreamId stream, Snapshot snapshot) {
            throw new UnsupportedOperationException("nobody runs a page");
        }
    }

    private static final Client client = new Client();

    static final class DynamoSnapshotsTest extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            return new DynamoSnapshots(client, "snapshots");
        }
    }

    static final class Stories {
        record OrderPlaced(String order, List<String> lines) {}

        record CancelOrder(String order) {}

        record OrderCancelled(String order) {}

        record StockReserved(String order) {}

        record ChargePayment(String order, long cents) {}

        static final class Ordering implements Decider<Object, List<Object>, Object> {
            @Override
            public List<Object> initial() {
                return List.of();
            }

            @Override
            public List<Object> decide(Object command, List<Object> state) {
                return List.of();
            }

            @Override
            public List<Object> evolve(List<Object> state, Object event) {
                return state;
            }
        }

        static void stories(Saga<String> fulfilment, List<String> lines) {
            DeciderFixture.of(new Ordering())
                    .given(new OrderPlaced("42", lines))
                    .when(new CancelOrder("42"))
                    .then(new OrderCancelled("42"));
            SagaFixture.of(fulfilment, "order-42")
                    .given(new OrderPlaced("42", lines))
                    .when(new StockReserved("42"))
                    .thenCommands(new ChargePayment("42", 1999))
                    .thenTimer("payment", Duration.ofMinutes(15));
        }
    }

    static final class Rows {
        record OrderPlaced(String customer, long cents) {}

        record OrderShipped() {}

        record OrderRow(String customer, long cents, String status) {}

        static final class OrderView implements Projection<OrderRow> {
            @Override
            public String name() {
                return "orders";
            }

            @Override
            public Class<OrderRow> rowType() {
                return OrderRow.class;
            }

            @Override
            public Optional<OrderRow> evolve(Optional<OrderRow> row, Envelope<?> event) {
                return row;
            }
        }

        static void story() {
            ProjectionFixture.of(new OrderView())
                    .given("order-1", new OrderPlaced("ann", 300))
                    .when("order-1", new OrderShipped())
                    .thenRow("order-1", new OrderRow("ann", 300, "shipped"))
                    .thenTotal("tea", Map.of("revenue", 300L));
        }
    }

    static void memory(EventCodec codec, BatchProcessor processor, Deadline deadline) {
        var bus = InMemoryBus.of(codec, WireMode.STRUCTURED, 4).withFaults(BusFaults.some(new Random(42)));
        var publisher = OrderedPublisher.builder(bus, codec).build();
        var subscription = bus.subscribe("shipping", Redelivery.ONE_BY_ONE); // as a push subscription does
        var settlement = processor.process(subscription.poll(1), subscription.redelivery(), deadline);
        subscription.settle(settlement); // unsettled: polled again
    }
}
